"""Who is no person: programs, mailing lists, and the mailboxes of roles."""

import re
from functools import lru_cache

_REMEMBERED = 4096
"""The same few make most of the records."""

_PROGRAM = re.compile(
    r"(?:^|[-_+\[])bot\]?$|(?:^|[-_.+ ])robot$|^uslackbot$"
    r"|^(?:\d+\+)?(?:bors|copilot|dependabot|email gateway|github[- ]actions|greenkeeper"
    r"|mail delivery (?:sub)?system|mergify|no-?reply|(?:notification|reminder|welcome) bot"
    r"|pre-commit-ci|renovate(?: bot)?|slackbot|web-flow)$",
    re.IGNORECASE,
)
"""A program by its name or by what stands before the @. "Ben Bot" is a name that people have."""

_ROLE = re.compile(
    # RFC 2142, and what else firms have one of
    r"(?:abuse|accounts?|admin|administrator|alerts?|announce(?:ments?)?|billing|bounces?|careers"
    r"|contact|cron|daemon|enquiries|everyone|ftp|help-?desk|hostmaster|info|infos|jobs|kontakt"
    r"|listmaster|list(?:serv|proc)|mail-?daemon|mailer-daemon|mailman|majordomo|marketing|news"
    r"|newsletters?|nobody|noc|notifications?|notify|office|postmaster|press|presse|recruitment"
    r"|root|sales|security|service|service-?desk|support|undisclosed-recipients|usenet|uucp"
    r"|vertrieb|webmaster|www"
    r"|(?:.*[-_.])?(?:no|do-?not|ne-?pas|nicht)[-_.]?(?:reply|repondre|antworten)(?:[-_.].*)?"
    r"|(?:owner|bounces?|notifications?|request)-.+"
    r"|.+-(?:admin|announce|bounces?|bugs|commits|confirm|devel|discuss|help|join|leave|list"
    r"|notifications?|owner|request|(?:un)?subscribe|users)"
    r"|(?:prvs|srs[01]|btv1)=.+)",
    re.IGNORECASE,
)
"""What stands before the @, as a whole: ``info``, not ``info.schmidt``."""

_LIST_HOST = re.compile(
    r".*@(?:(?:listes?|lists?|listserv|mailman)\..+|(?:.+\.)?(?:freelists\.org|googlegroups\.com"
    r"|groups\.io|yahoogroups\.\w+))",
    re.IGNORECASE,
)


@lru_cache(maxsize=_REMEMBERED)
def is_person(alias: str, name: str) -> bool:
    """Whether somebody may be a person: no program, no list, no mailbox of a role.

    >>> is_person("email:talbot@x.org", "Ben Bot"), is_person("email:info.schmidt@x.org", "")
    (True, True)
    >>> is_person("email:pumps-request@x.org", ""), is_person("slack:T1/USLACKBOT", "Slackbot")
    (False, False)
    """
    address = alias.partition(":")[2]
    said = address.partition("@")[0].partition("+")[0]
    return not (is_program(alias, name) or is_list(address) or _ROLE.fullmatch(said))


@lru_cache(maxsize=_REMEMBERED)
def is_program(alias: str, name: str) -> bool:
    """Whether somebody is a program, by their name or their address.

    >>> is_program("email:1+x[bot]@x.org", "X"), is_program("email:info@x.org", "Ada")
    (True, False)
    """
    said = alias.partition(":")[2].partition("@")[0].rpartition("/")[2]
    return any(map(_PROGRAM.search, (name, said)))


def is_list(address: str) -> bool:
    """Whether an address is a mailing list's, by its host alone, which holds nothing else.

    >>> is_list("pumps@lists.x.org"), is_list("pumps@x.org")
    (True, False)
    """
    return bool(_LIST_HOST.fullmatch(address))
