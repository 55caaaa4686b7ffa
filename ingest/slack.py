"""A Slack export beside its messages: who is who, and who may read which conversation.

The lists are those of https://slack.com/help/articles/220556107. What no list says is not known,
and what is not known is nobody's to read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphkit.acl import EVERYONE, token
from graphkit.errors import ConfigError, RecordRejected, SourceUnreadable
from graphkit.ids import digest
from graphkit.text import one_line
from ingest.archive import Archive
from ingest.chats import Said, objects, part, text
from ingest.parsers.people import address

PUBLIC, PRIVATE, DIRECT, GROUPED = "channels.json", "groups.json", "dms.json", "mpims.json"
LISTS = (PUBLIC, PRIVATE, DIRECT, GROUPED)
USERS = ("users.json", "org_users.json")
"""The latter is that of an organisation with several workspaces."""
_SLACKBOT = "USLACKBOT"
"""Which no list calls a bot."""
_KINDS = {"C": {PUBLIC, PRIVATE}, "D": {DIRECT}, "G": {PRIVATE, GROUPED}}
"""Lists of which one names each conversation there is, by the first letter of its id."""
_ID = re.compile(r"[CDG][A-Z0-9]{7,14}")
_CONTROL = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Member:
    """A user of the workspace; ``address`` is "" where the export does not say it."""

    alias: str
    name: str
    address: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation and who may read it.

    Parameters
    ----------
    key
        Its id; the name of its folder where no list names it.
    name
        As its readers call it.
    groups
        Its group token, and the tokens of those who are in it; empty when it is public.
    stamp
        Digest of all this.
    """

    key: str
    name: str
    acl: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    stamp: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """What the lists of an export say.

    Parameters
    ----------
    root
        What the names of its files begin with: "", or the one folder that holds all.
    team
        The id of the workspace; the name of the source where the export does not say it.
    members
        By id.
    channels
        By the folder of their messages.
    keys
        Of these conversations.
    lists
        Those that the export has.
    """

    root: str
    team: str
    members: Mapping[str, Member]
    channels: Mapping[str, Channel]
    keys: frozenset[str]
    lists: frozenset[str]

    def member(self, message: Said) -> Member | None:
        """Who wrote a message; None when it does not say."""
        user = one_line(text(message, "user"))
        if not user:
            return None
        profile = part(message, "user_profile")  # of guests from elsewhere, whom no list names
        team = text(message, "user_team", "source_team", "team") or self.team
        return self.members.get(user) or _member(user, profile, profile, team)

    def channel(self, folder: str) -> Channel:
        """The conversation in a folder; one that no list names is private, its members unknown."""
        return self.channels.get(_nfc(folder)) or _channel(folder, folder, frozenset(), {})

    def has(self, key: str) -> bool:
        """Whether the export would hold a conversation, of messages or of none.

        It has all of a kind that it lists. Where private channels are not listed, a channel that
        is not there may be one of them.
        """
        return key in self.keys or bool(_ID.fullmatch(key) and _KINDS[key[0]] <= self.lists)


def root_of(names: Iterable[str]) -> str | None:
    """What the names of an export's files begin with; None when they are no export."""
    split = (name.rpartition("/") for name in names)
    roots = {f"{folder}{slash}" for folder, slash, name in split if name in LISTS}
    return min((root for root in roots if root.count("/") < 2), key=len, default=None)  # noqa: PLR2004  one folder


def workspace(archive: Archive, root: str, source: str) -> Workspace:
    """Read the lists of an export.

    Raises
    ------
    SourceUnreadable
        When one of them cannot be read: who may see what would not be known.
    """
    users = [user for name in USERS for user in _listed(archive, root + name)]
    teams = Counter(filter(None, (text(user, "team_id") for user in users)))
    team = one_line(min(teams, key=lambda each: (-teams[each], each), default="") or source)
    members = {}
    for user in users:
        key = one_line(text(user, "id"))
        if key:
            members[key] = _member(
                key, part(user, "profile"), user, one_line(text(user, "team_id")) or team
            )
    said = {name: _listed(archive, root + name) for name in LISTS}
    channels = _channels(said, team, members)
    keys = frozenset(channel.key for channel in channels.values())
    lists = frozenset(name for name in LISTS if root + name in archive.names)
    return Workspace(root, team, members, channels, keys, lists)


def plain(said: str) -> str:
    """A text as its readers see it, without those it calls.

    >>> plain("<@U1> see <https://x.org/a|the permit> in <#C1|wind> &amp; <!here>")
    ' see the permit in wind & '
    """
    shown = _CONTROL.sub(_shown, said)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(control: re.Match[str]) -> str:
    target, _, label = control[1].partition("|")
    if target.startswith(("@", "!")):
        return ""
    return label if label or target.startswith("#") else target


def _listed(archive: Archive, name: str) -> list[Said]:
    """The objects in one of the lists; none where the export does not have it."""
    if name not in archive.names:
        if any(refused.where == one_line(name) for refused in archive.refused):
            msg = f"{name} of the export may not be read: export again, or unpack it by hand"
            raise SourceUnreadable(msg)
        return []
    try:
        return [each for each in objects(archive, name) if isinstance(each, dict)]
    except RecordRejected as rejected:
        msg = f"{name} of the export cannot be read: {rejected}: who may see what is not known"
        raise SourceUnreadable(msg) from rejected


def _member(key: str, profile: Said, user: Said, team: str) -> Member:
    mail = address(text(profile, "email"))
    name = text(profile, "real_name") or text(user, "real_name")
    name = name or text(profile, "display_name") or text(user, "name")
    bot = key == _SLACKBOT or any(user.get(each) is True for each in ("is_bot", "is_workflow_bot"))
    left = user.get("deleted") is True
    alias = f"email:{mail}" if mail else f"slack:{team}/{key}"
    return Member(alias, one_line(name) or key, "" if left else mail, bot)


def _channels(
    listed: Mapping[str, Iterable[Said]], team: str, members: Mapping[str, Member]
) -> dict[str, Channel]:
    """Conversations by folder; where two would share one or an id, nobody may read either."""
    found = [
        (_folder(said, name), one_line(text(said, "id", "name")), name, said)
        for name in LISTS
        for said in listed[name]
    ]
    folders = Counter(folder for folder, *_ in found)
    keys = Counter(key for _, key, *_ in found)
    channels = {}
    for folder, key, name, said in found:
        if folders[folder] > 1 or keys[key] > 1:
            channels[folder] = _channel(folder, folder, frozenset(), {})
        elif folder:
            readers = _readers(said, name, f"group:slack/{team}/{key}", members)
            channels[folder] = _channel(key, folder, *readers)
    return channels


def _folder(said: Said, name: str) -> str:
    """The folder of a conversation's messages."""
    return _nfc(text(said, "id", "name") if name == DIRECT else text(said, "name", "id"))


def _readers(
    said: Said, kind: str, group: str, members: Mapping[str, Member]
) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """The tokens of a conversation, and of those who are in its group."""
    if kind == PUBLIC and said.get("is_private") is not True:
        return frozenset({EVERYONE}), {}
    listed = said.get("members")
    ids = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    known = (members[each].address for each in ids if each in members)
    try:
        return frozenset({token(group)}), {group: frozenset(f"user:{a}" for a in known if a)}
    except ConfigError:  # an id that is none
        return frozenset(), {}


def _channel(
    key: str, folder: str, acl: frozenset[str], groups: Mapping[str, frozenset[str]]
) -> Channel:
    key = _nfc(key)
    name = "direct messages" if _ID.fullmatch(folder) else f"#{_nfc(folder)}"
    among = [[group, *sorted(groups[group])] for group in sorted(groups)]
    return Channel(key, name, acl, groups, digest(key, name, sorted(acl), among))


def _nfc(name: str) -> str:
    """A name in one coding: a Mac codes accents otherwise in the names of folders."""
    return unicodedata.normalize("NFC", name)
