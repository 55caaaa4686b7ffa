"""The tree of an HTML page becomes paragraphs."""

from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = (
    "script style template noscript iframe object svg math plaintext xmp noembed noframes "
    "input select textarea button datalist"
).split()
"""What holds no prose. A form itself stays: some sites put the whole page into one."""
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav "
    "ol p pre section summary table tbody tfoot thead tr ul"
).split()
_DEEPEST = 30
"""Elements above another that are looked at."""
_BREAK, _CELL, _LINE, _KEPT = "\0\1\2\3"
"""Marks in the text while it is put together; a page cannot hold the first, nor need the rest."""


def paragraphs(tree: LexborHTMLParser, without: str = "", until: str = "") -> list[str]:
    """What a page says, in paragraphs, its white space as a browser shows it.

    That is what its one main element says, where it has one that says something, else its body.

    Parameters
    ----------
    without
        CSS selector of the elements that are left out.
    until
        CSS selector of those that end the text.
    """
    if tree.body is None:
        return []
    for line in tree.body.css("pre br"):
        line.replace_with("\n")
    left = dict.fromkeys((node.mem_id for node in tree.css(without)) if without else (), False)
    left |= dict.fromkeys((node.mem_id for node in tree.css(until)) if until else (), True)
    mains = tree.body.css("main,[role=main]")
    return (len(mains) == 1 and _said(mains[0], left)) or _said(tree.body, left)


def _said(root: LexborNode, left: Mapping[int, bool]) -> list[str]:
    said, kept = _marked(root, left)
    preformatted = iter(kept)
    shown: list[str] = []
    for piece in said.replace("\n", " ").replace("\t", " ").split(_BREAK):
        words = " ".join(piece.split()) if "  " in piece else piece.strip(" ")
        if words == _KEPT:
            words = next(preformatted, "")
        elif _CELL in words or _LINE in words:
            words = _arranged(words)
        if words:
            shown.append(words)
    return shown


def _arranged(words: str) -> str:
    """A row on one line, lines on several."""
    cells = " | ".join(filter(None, (cell.strip(" ") for cell in words.split(_CELL))))
    return "\n".join(line.strip(" ") for line in cells.split(_LINE)).strip("\n")


def _marked(  # noqa: C901  calls would take as long
    root: LexborNode, left: Mapping[int, bool]
) -> tuple[str, list[str]]:
    """The texts in their order, with a mark where a paragraph, a cell or a line begins.

    The walk tells where elements begin, not where they end. Two texts with no mark between them
    stand in one paragraph when the same block holds both. Preformatted texts come apart.

    Parameters
    ----------
    left
        The elements that are left out, and whether the text ends there.
    """
    said: list[str] = []
    kept: list[str] = []
    before: LexborNode | None = None
    until = 0
    for node in root.traverse(include_text=True):
        if until:
            if node.mem_id != until:
                continue
            until = 0
        tag = node.tag_id
        if left and node.mem_id in left:
            before = None
            said.append(_MARKS.get(tag, " "))
            until = -1 if left[node.mem_id] else _after(node)
        elif tag == _TEXT:
            words = node.text_content or ""
            if words.isspace():
                said.append(" ")
            else:
                if before is not None and _is_parted(before, node):
                    said.append(_BREAK)
                said.append(words)
                before = node
        elif tag in _MARKS:
            before = None
            said.append(_MARKS[tag])
            if tag == _PRE:
                said.append(_KEPT + _BREAK)
                kept.append(node.text().strip("\n"))
            if tag in _OUTSIDE and not (tag in _AROUND and _is_within(node, _ARTICLE)):
                until = _after(node)
        elif tag in _UNSEEN:
            until = _after(node)
    return "".join(said), kept


def _is_parted(before: LexborNode, node: LexborNode) -> bool:
    """Whether two texts with no block beginning between them stand in different blocks."""
    previous = node.prev
    if previous is not None:  # an element that has ended: mostly a link or the like
        holder = before.parent
        if holder is not None and holder.mem_id == previous.mem_id:
            return holder.tag_id in _MARKS
    return _block(before) != _block(node)


def _block(node: LexborNode) -> int:
    """Which block holds a text; the same for all that lie deeper than is looked."""
    above = node.parent
    for _ in range(_DEEPEST):
        if above is None:
            break
        if above.tag_id in _MARKS:
            return above.mem_id
        above = above.parent
    return 0


def _is_within(node: LexborNode, tags: frozenset[int]) -> bool:
    above = node.parent
    for _ in range(_DEEPEST):
        if above is None or above.tag_id in tags:
            break
        above = above.parent
    return above is not None and above.tag_id in tags


def _after(node: LexborNode) -> int:
    """The node that follows when an element has ended; one that is never met at the end."""
    above: LexborNode | None = node
    while above is not None:
        following = above.next
        if following is not None:
            return following.mem_id
        above = above.parent
    return -1


_NODES = LexborHTMLParser("")
_TEXT = 2
"""Lexbor's number of a text node; that of an element is found by making one."""


def _tags(names: Iterable[str]) -> frozenset[int]:
    return frozenset(_NODES.create_node(name).tag_id for name in names)


_ARTICLE = _tags(["article", "main"])
_AROUND = _tags(["header", "aside"])
_PRE = _NODES.create_node("pre").tag_id
_OUTSIDE = _tags(["nav", "footer", "pre"]) | _AROUND
_UNSEEN = _tags(_SILENT)
_MARKS = (
    dict.fromkeys(_tags(_BLOCKS), _BREAK)
    | dict.fromkeys(_tags(["td", "th"]), _CELL)
    | dict.fromkeys(_tags(["br"]), _LINE)
)
