"""Who is a person, and who only writes."""

import pytest

from ingest.robots import is_list, is_person, is_program

NOBODY = """
noreply@x.org
no-reply@x.org
no_reply@x.org
No.Reply@x.org
do-not-reply@x.org
donotreply@x.org
do-not-reply-hr@x.org
jira-noreply@x.org
ne-pas-repondre@x.org
nicht-antworten@x.org
pumps-request@x.org
pumps-bounces@x.org
pumps-bounces+ada=x.org@x.org
pumps-owner@x.org
owner-pumps@x.org
pumps-help@x.org
pumps-unsubscribe@x.org
pumps-announce@x.org
pumps@lists.x.org
pumps@list.x.org
pumps@listes.x.org
pumps@googlegroups.com
pumps@groups.io
pumps+subscribe@groups.io
postmaster@x.org
mailer-daemon@x.org
MAILER-DAEMON@x.org
support@x.org
support+id4711@x.org
info@x.org
infos@x.org
kontakt@x.org
webmaster@x.org
helpdesk@x.org
help-desk@x.org
service-desk@x.org
notifications@x.org
newsletter@x.org
listserv@x.org
majordomo@x.org
prvs=12ab=ada@x.org
github-actions[bot]@x.org
41898282+github-actions@users.noreply.github.com
7+renovate[bot]@users.noreply.github.com
notification-bot@zulip.com
pump.ci.robot@x.org
bot@x.org
""".split()

PEOPLE = """
ada@x.org
info.schmidt@x.org
schmidt.info@x.org
talbot@x.org
abbot@x.org
botanist@x.org
ben.bot@x.org
ada@bot.x.org
ada@info.x.org
ada@support.x.org
ada@noreply.x.org
ada@mylists.org
ada@x-list.org
7+ada@users.noreply.github.com
robotham@x.org
supporter@x.org
infolke@x.org
owner@x.org
grace.owner@x.org
owens@x.org
rootes@x.org
newsome@x.org
admiral@x.org
dominic@x.org
norep@x.org
norbert.reply@x.org
reply@x.org
postma@x.org
mailer@x.org
anna.list@x.org
liszt@x.org
salesman@x.org
officer@x.org
servicio.ada@x.org
pressman@x.org
ada+noreply@x.org
ada-maria@x.org
""".split()


@pytest.mark.parametrize("address", NOBODY)
def test_programs_lists_and_roles_are_no_people(address: str) -> None:
    assert not is_person(f"email:{address}", "Ada")


@pytest.mark.parametrize("address", PEOPLE)
def test_people_whose_addresses_look_like_those_of_roles_are_people(address: str) -> None:
    assert is_person(f"email:{address}", "Ada")


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("slack:T1/USLACKBOT", "Slackbot"),
        ("slack:T1/USLACKBOT", "x"),
        ("slack:T1/B1", "slackbot"),
        ("zulip:7", "Notification Bot"),
        ("zulip:8", "Welcome Bot"),
        ("zulip:9", "Email Gateway"),
        ("handle:dependabot[bot]", "x"),
        ("name:github actions", "GitHub Actions"),
        ("email:x@x.org", "Mail Delivery Subsystem"),
        ("email:x@x.org", "No-Reply"),
        ("email:x@x.org", "ci-bot"),
    ],
)
def test_programs_are_known_by_their_names(alias: str, name: str) -> None:
    assert is_program(alias, name)
    assert not is_person(alias, name)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("slack:T1/U12", "Ben Bot"),
        ("slack:T1/U12", "Ro Bot Smith"),
        ("name:ada lovelace", "Ada Lovelace"),
        ("name:grace support", "Grace Support"),
        ("handle:ada", "ada"),
        ("handle:talbot", "Talbot"),
        ("zulip:7", "Elliot Both"),
        ("email:ada@x.org", "Ada (Info)"),
        ("email:ada@x.org", "Support Ada"),
        ("email:ada@x.org", ""),
    ],
)
def test_people_are_people_under_every_kind_of_alias(alias: str, name: str) -> None:
    assert is_person(alias, name)


def test_a_role_is_no_program_and_its_commits_are_read() -> None:
    assert not is_program("email:info@x.org", "Ada")
    assert not is_person("email:info@x.org", "Ada")


def test_a_list_is_told_by_its_host_alone() -> None:
    assert [is_list(a) for a in ("pumps@lists.x.org", "pumps-list@x.org", "lists@x.org", "")] == [
        True, False, False, False,
    ]  # fmt: skip
