"""What a verdict is decided on: a few named facts about an Outcome, drawn once."""

from __future__ import annotations

from dataclasses import field, replace

from provenance.core import fragments, likeness, notices, scripted, soft404, taken, walls
from provenance.core.extract.glance import Glance, glance
from provenance.core.frozen import frozen
from provenance.core.identifiers import HandleAnswer, handle_answer, was_asked_for
from provenance.core.model import Exchange, Failure, Known, Outcome
from provenance.core.route import Route, route_of
from provenance.core.siblings import Sibling
from provenance.core.text import Shown
from provenance.core.urls import parts_of

# Shorter names of links ("here", "BBC", "report (PDF)") are somebody's label and not the title of the page.
TELLING = 20
# Refusals that say on their page why.
_REFUSED = frozenset({403, 451})


@frozen
class Signals:
    """Facts of one outcome; where there was no answer, only `failure` is set.

    page: nothing of it is set for what is no page. is_blank: nothing is visible on it; of what is no page, it has no bytes.
    fits: whether the page is about what the link's address, the log or the list says; None where that cannot be told.
    titled: its title or heading alone says so.
    wall, taken, clues, leaves_for, shell: as their rooms say, for an answer that calls itself the page.
    likeness: of the main text to that of our last capture, 0 to 1; None where there is none.
    in_front: who stands before a page that was refused, where no wall of theirs was seen.
    of_handle: the Handle System was asked, in place of the link; handle: what it answered.
    """

    failure: Failure | None = None
    answer: Exchange | None = None
    route: Route = field(default_factory=lambda: Route(asked="", target=""))
    status: int = 0
    page: Glance = field(default_factory=Glance)
    is_html: bool = False
    is_blank: bool = True
    fits: bool | None = None
    titled: bool = False
    notice: notices.Notice | None = None
    wall: walls.Wall | None = None
    in_front: str | None = None
    taken: taken.Taken | None = None
    clues: tuple[soft404.Clue, ...] = ()
    leaves_for: str | None = None
    shell: str | None = None
    likeness: float | None = None
    fragment: fragments.FragmentFinding | None = None
    of_handle: bool = False
    handle: HandleAnswer | None = None
    known: Known = field(default_factory=Known)

    @property
    def ok(self) -> bool:
        """Whether the server says that this is the page (RFC 9110 section 15.3)."""
        return 200 <= self.status < 300

    @property
    def everything_leads_here(self) -> bool:
        """Whether a neighbour that nobody made led to the same page."""
        return soft404.SAME_TARGET in self.clues

    @property
    def wants_sibling(self) -> bool:
        """Whether a look at a random neighbour of the page could decide something."""
        if not (self.ok and self.is_html) or self.wall or self.taken or self.notice or self.shell or self.leaves_for:
            return False
        if self.route.from_root or self.route.to_root:
            return False
        return soft404.wants_sibling(self.clues, page=self.page, target=self.route.target, fits=self.fits)


def signals_of(outcome: Outcome, known: Known | None = None, sibling: Sibling | None = None) -> Signals:
    """Draw the signals. known: what was known of the page. sibling: what a random neighbour gave."""
    known = known or Known()
    if isinstance(outcome, Failure):
        return Signals(failure=outcome, known=known)
    is_html = _is_html(outcome)
    page = glance(outcome.content, outcome.field("content-type")) if is_html else Glance()
    route = route_of(outcome)
    titled, fits = _fits(route.asked, page, known) if is_html else (False, None)
    # An article in the right place may speak of walls, however short it is.
    thin = page.thin and not (titled and page.article)
    given = _answer(outcome, route, page, thin=thin)
    wall = walls.wall_in(given)
    seen = Signals(
        answer=outcome,
        route=route,
        status=outcome.status_code,
        page=page,
        is_html=is_html,
        is_blank=not (page.shown.is_longer_than(0) if is_html else outcome.content),
        fits=fits,
        titled=titled,
        wall=wall,
        in_front=None if wall else walls.in_front(given),
        of_handle=was_asked_for(outcome),
        handle=handle_answer(outcome),
        known=known,
    )
    if is_html and thin and (seen.ok or seen.status in _REFUSED):
        seen = replace(seen, notice=notices.notice_in(page))
    return _read(seen, outcome, sibling, thin=thin) if seen.ok and is_html else seen


def _read(seen: Signals, outcome: Exchange, sibling: Sibling | None, *, thin: bool) -> Signals:
    """With what only a page that answered can show."""
    page, route, known = seen.page, seen.route, seen.known
    clues = soft404.clues(
        asked=route.asked,
        target=route.target,
        page=page,
        fits=seen.fits,
        titled=seen.titled,
        sibling=sibling,
        moved=route.moved,
    )
    everywhere = soft404.SAME_TEXT in clues
    return replace(
        seen,
        taken=taken.taken_in(
            _page(route, page, thin=thin), known_titles=(*known.titles, *known.labels), everywhere=everywhere
        ),
        clues=clues,
        leaves_for=scripted.leaves_for(page),
        shell=scripted.shell(page),
        likeness=_likeness(outcome, known),
        fragment=_fragment(route, page),
    )


def _fits(asked: str, page: Glance, known: Known) -> tuple[bool, bool | None]:
    """Whether the title alone, and whether the page, is about what is known of it, else about what its address names."""
    names = [name for name in (page.title, *page.headings) if name]
    titles = [title for title in (*known.titles, *known.labels) if len(title) >= TELLING]
    alike = [likeness.title_likeness(name, title) for title in titles for name in names]
    if any(degree is not None and degree >= likeness.SAME_TITLE for degree in alike):
        return True, True
    if likeness.title_says(asked, " ".join(names)):
        return True, True
    # An error page repeats the address that was asked for, so the words of a message do not speak for it.
    by_address = None
    if likeness.slug_words(asked):  # else the text need not be read
        by_address = likeness.slug_matches(asked, " ".join(names), "" if page.thin else page.text)
    return False, by_address if by_address is not None or not alike else False


def _likeness(outcome: Exchange, known: Known) -> float | None:
    if not known.text:
        return None
    from provenance.core.extract.maintext import main_text  # 300 ms, and only for what was captured before

    text, _ = main_text(outcome.content, outcome.field("content-type"))
    return likeness.likeness(text, known.text)


def _fragment(route: Route, page: Glance) -> fragments.FragmentFinding | None:
    fragment = parts_of(route.target).fragment
    return fragments.look_for(fragment, page.markup, page.text) if fragment else None


def _answer(outcome: Exchange, route: Route, page: Glance, *, thin: bool) -> walls.Answer:
    text = ""
    if walls.is_read(status=outcome.status_code, thin=thin):
        text = page.voice if thin else page.text
    return walls.Answer(
        status=outcome.status_code,
        url=route.target,
        asked=route.asked,
        fields=outcome.fields,
        title=page.title,
        text=text,
        markup=page.markup,
        scripts=page.scripts,
        thin=thin,
        password=page.password,
    )


def _page(route: Route, page: Glance, *, thin: bool) -> taken.Page:
    return taken.Page(
        url=route.target,
        asked=route.asked,
        title=page.title,
        headings=page.headings,
        shown=Shown(page.voice, is_collapsed=True) if thin else page.shown,
        markup=page.markup,
        scripts=page.scripts,
        language=page.language,
        site=page.site,
        thin=thin,
    )


def _is_html(outcome: Exchange) -> bool:
    declared = (outcome.field("content-type") or "").lower()
    if declared:
        return "html" in declared
    return outcome.content.lstrip()[:1] == b"<"
