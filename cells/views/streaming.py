"""A page that goes out piece by piece while its work is done."""

from django.http import StreamingHttpResponse

# Where a page is cut: what stands before goes out at once, the rest after the work.
CUT = "<!-- result -->"


def streamed(page, pieces):
    """The answer of `page`, markup with CUT in it, with the generator `pieces` in place of that.

    The status has gone out long before the work can fail, so the pieces themselves must say it.
    """
    response = StreamingHttpResponse(_framed(page, pieces))
    # Named so that nothing on the way compresses the answer: that would hold its pieces back.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def _framed(page, pieces):
    head, foot = page.split(CUT)
    yield head
    yield from pieces
    yield foot
