"""What people do with the pages, in their words; the same with scripts and without."""

from django.test import Client
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD


class Phone:
    """A browser window and the person who holds it."""

    def __init__(self, context, url, *, scripts):
        self.context = context
        self.url = url
        self.scripts = scripts
        self.complaints = []
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message):
        expected = "status of 4"  # refusals that a test asks for are not faults of the page
        if message.type == "error" and expected not in message.text:
            self.complaints.append(message.text)

    def log_in(self, name):
        self.context.clear_cookies()
        self.page.goto(f"{self.url}/accounts/login/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit], main form button")
        self.page.wait_for_url(f"{self.url}/")

    def click(self, text):
        self.page.get_by_text(text, exact=False).locator("visible=true").first.click()

    def go_to_step(self, anchor):
        """On a phone with scripts one step is shown at a time; without, all of them are."""
        if self.scripts:
            self.page.click(f".path a[href='#{anchor}']")
            self.page.wait_for_selector(f"#{anchor}.current")

    def fill(self, name, text):
        self.page.fill(f"[name='{name}']", text)

    def mark_absent(self, who, *, taps, code):
        """Tap the member's button, or choose from the list where no script made a button."""
        row = self.page.locator(".roll li", has_text=who)
        if self.scripts:
            for _ in range(taps):
                row.locator("button").click()
        else:
            row.locator("select").select_option(code)

    def score_everything(self):
        """Give every criterion that no fact fills in its first choice or its maximum."""
        for row in self.page.locator(".criteria li").all():
            choice = row.locator("select")
            if choice.count():
                if choice.locator("option").first.inner_text() == "— chấm —":
                    choice.select_option(index=1)
            else:
                most = row.locator(".pts").inner_text().split("/")[1].strip()
                row.locator("input").first.fill(most)

    def save(self, *, then):
        """Press the button of the bar and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(f".bar button[value={then}]").click()

    def text(self):
        return self.page.locator("main").inner_text()

    def enter(self, account):
        """Be logged in already, for paths that begin later than the log-in page."""
        client = Client()
        client.force_login(account)
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.url}])

    def new_tab(self):
        """A second page of the same browser, listened to like the first."""
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        return page

    def open_record(self, meeting, *, step="plan"):
        self.page.goto(f"{self.url}/meetings/{meeting.key}/edit/#{step}")

    def value(self, name):
        return self.page.input_value(f"[name='{name}']")

    def press(self):
        """Press the bar's button that saves: on a phone with scripts the one to the next step."""
        narrow = self.page.viewport_size["width"] < 980
        self.page.click("#next-button" if self.scripts and narrow else "#save-button")

    def press_and_wait(self):
        with self.page.expect_navigation():
            self.press()

    def wait_for_state(self, text):
        """Wait until the bar says this about what was typed."""
        expect(self.page.locator("#save-state")).to_contain_text(text)

    def fault_at(self, name):
        """The sentence that stands in the field's own box or row."""
        box = "xpath=ancestor::*[self::li or @data-row or contains(@class, 'field')][1]"
        field = self.page.locator(f"[name='{name}']")
        assert field.get_attribute("aria-invalid") == "true"
        return " ".join(field.locator(box).locator(".error").all_inner_texts())

    def step(self):
        return self.page.locator(".step.current").get_attribute("id")

    def forgive(self, what):
        """A test that cuts the network expects the browser to say so; nothing else is forgiven."""
        assert [line for line in self.complaints if what not in line] == []
        self.complaints.clear()

    def overflow(self):
        """By how many pixels the page can be scrolled sideways."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def send_again(self):
        """Press "Gửi lại" until it was taken: logging in anew may ask for it a second time."""
        for _ in range(2):
            with self.page.expect_navigation():
                self.page.click("button:has-text('Gửi lại')")
            if "Chưa gửi được" not in self.text():
                return
        raise AssertionError("Gửi lại was pressed twice and not taken")

    def log_in_as_told(self, name, password):
        """Log in with what an administrator read from the page."""
        self.context.clear_cookies()
        self.page.goto(f"{self.url}/accounts/login/")
        self.fill("login", name)
        self.fill("password", password)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(f"{self.url}/")

    def fill_in(self, **texts):
        for name, text in texts.items():
            self.fill(name, text)
