"""What people do with the pages, in their words; the same with scripts and without."""

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
