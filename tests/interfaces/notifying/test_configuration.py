"""The file of notifications: what it may say, and how its mistakes are told."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from application.notifications.subscription import Start, Subscription
from application.store import Store
from interfaces.notifying.configuration import NotificationsRefused, read_file
from interfaces.notifying.mail import Mail
from interfaces.notifying.subscriptions import read_subscriptions
from interfaces.notifying.webhook import Webhook
from tests.interfaces.telling import register
from tests.receivers import SECRET

Read = Callable[..., list[Subscription]]

WEBHOOK = """
[[subscriptions]]
name = "jyj"
topics = ["opinion.referred"]
units = ["JYJ"]
channel = "webhook"
destination = "https://jyj.example.org/hooks"
secrets = [{ env = "KEY" }]
"""
MAIL = """
[mail]
host = "mail.example.org"
port = 465
security = "tls"
sender = "zhuoluo@example.org"
username = "zhuoluo"
password = { file = "password" }

[[subscriptions]]
name = "office"
topics = ["task.*", "opinion.closed"]
channel = "mail"
destination = "office@example.org"
titles = true
start = "beginning"
"""
PASSWORD = "correct horse"  # noqa: S105  for tests alone
CHINESE = "马到成功"


@pytest.fixture
def read(sqlite_store: Store, tmp_path: Path) -> Read:
    """Read a file of notifications that says what is given, in a county of one bureau."""
    register(sqlite_store, "JYJ")
    path = tmp_path / "notifications.toml"
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8-sig")
    (tmp_path / "empty").touch()
    (tmp_path / "bytes").write_bytes(b"\xff")

    def reading(text: str, environment: Mapping[str, str] | None = None) -> list[Subscription]:
        path.write_text(text, encoding="utf-8")
        known = (
            {"KEY": SECRET, "EMPTY": "", "CHINESE": CHINESE}
            if environment is None
            else environment
        )
        return read_subscriptions(path, sqlite_store, known)

    return reading


def refusal(read: Read, text: str, environment: Mapping[str, str] | None = None) -> str:
    """Return why the file is refused, without the file's own name."""
    with pytest.raises(NotificationsRefused) as refused:
        read(text, environment)
    assert refused.value.__cause__ is None
    sentence = str(refused.value)
    assert SECRET.removeprefix("whsec_") not in sentence
    assert PASSWORD not in sentence
    assert CHINESE not in sentence
    return sentence.partition("notifications.toml")[2]


def test_what_the_file_says_is_what_is_served(read: Read) -> None:
    office, jyj = read(MAIL + WEBHOOK)
    assert (jyj.name, set(jyj.topics), set(jyj.units)) == ("jyj", {"opinion.referred"}, {"JYJ"})
    assert (jyj.start, office.start) == (Start.NOW, Start.BEGINNING)
    assert {"task.planned", "task.closed-out", "opinion.closed"} <= office.topics
    assert not any(topic.startswith("plan.") for topic in office.topics)
    assert isinstance(jyj.channel, Webhook)
    assert isinstance(office.channel, Mail)
    assert (jyj.channel.destination, office.channel.destination) == (
        "https://jyj.example.org/hooks",
        "office@example.org",
    )


def test_the_password_of_the_file_is_the_one_used(read: Read) -> None:
    [office] = read(MAIL)
    assert isinstance(office.channel, Mail)
    login = office.channel._server.login
    assert login is not None
    assert login.password == PASSWORD


def test_a_mail_server_may_ask_for_no_login(read: Read) -> None:
    lines = [line for line in MAIL.splitlines() if not line.startswith(("username", "password"))]
    [office] = read("\n".join(lines).replace('"tls"', '"none"'))
    assert isinstance(office.channel, Mail)
    assert office.channel._server.login is None


def test_nothing_that_is_read_shows_a_secret(read: Read) -> None:
    shown = repr(read(MAIL + WEBHOOK)) + str([each.channel for each in read(MAIL + WEBHOOK)])
    assert SECRET.removeprefix("whsec_") not in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080/hooks", "http://[::1]/", "http://localhost/"]
)
def test_this_machine_needs_no_tls(read: Read, address: str) -> None:
    [each] = read(WEBHOOK.replace("https://jyj.example.org/hooks", address))
    assert each.channel.destination == address


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ('"opinion.referred"', "", "subscriptions.1.topics:至少1项"),
        ("opinion.referred", "opinon.*", "subscriptions.1.topics.1:没有“opinon.*”这种事件"),
        ("opinion.referred", "?*", "subscriptions.1.topics.1:没有“?*”这种事件"),
        ('"JYJ"', '"JYJ", "YYY"', "subscriptions.1.units.2:没有代码为YYY的单位"),
        ('name = "jyj"', "", "subscriptions.1.name:必须填写"),
        ('"jyj"', "7", "subscriptions.1.name:应为文字"),
        ('"jyj"', '"教 育"', "subscriptions.1.name:只能由"),
        ('"webhook"', '"fax"', "subscriptions.1.channel:可选值:'webhook' or 'mail'"),
        ("units", "unit", "subscriptions.1.unit:没有这一项"),
        ('["JYJ"]', '"JYJ"', "subscriptions.1.units:应为列表"),
        ("https:", "http:", "subscriptions.1.destination:应为https://开头的地址;只有本机"),
        ("https:", "ftp:", "subscriptions.1.destination:应为https://开头的地址"),
        ("jyj.example.org/hooks", "", "subscriptions.1.destination:应为https://开头的地址"),
        ("org/hooks", "org:99999/", "subscriptions.1.destination:应为https://开头的地址"),
        ("//jyj.", "//jyj..", "subscriptions.1.destination:应为https://开头的地址"),
        ("//jyj", f"//{'j' * 64}", "subscriptions.1.destination:应为https://开头的地址"),
        ("org/hooks", "org/a b", "subscriptions.1.destination:应为https://开头的地址"),
        ("//jyj", "//u:p@jyj", "subscriptions.1.destination:地址中不能有用户名、密码"),
        ("hooks", "hooks?key=1", "subscriptions.1.destination:地址中不能有用户名、密码"),
        ("secrets", "titles = true\nsecrets", "subscriptions.1.titles:只有邮件可以写明标题"),
        ('[{ env = "KEY" }]', "[]", "subscriptions.1.secrets:webhook必须签名"),
        ('{ env = "KEY" }', "{}", "subscriptions.1.secrets.1:应写明env(环境变量名)或file"),
        ("KEY", "NONE", "subscriptions.1.secrets.1:环境变量NONE没有设置"),
        ("KEY", "EMPTY", "subscriptions.1.secrets.1:环境变量EMPTY没有设置"),
        ('env = "KEY"', 'file = "gone"', "subscriptions.1.secrets.1:不能读取文件gone"),
        ('env = "KEY"', 'file = "bytes"', "subscriptions.1.secrets.1:不能读取文件bytes"),
        ('env = "KEY"', 'file = "empty"', "subscriptions.1.secrets.1:文件empty是空的"),
        ('env = "KEY"', 'file = "password"', "subscriptions.1.secrets.1:密钥应为whsec_加24至64"),
        ("[[subscriptions]]", "[[subscription]]", "subscriptions:必须填写"),
        ('"jyj"', "", "第3行不是有效的TOML"),
    ],
)
def test_a_mistake_about_a_webhook_is_told(read: Read, was: str, now: str, sentence: str) -> None:
    assert sentence in refusal(read, WEBHOOK.replace(was, now, 1))


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("465", "0", "mail.port:不能小于1"),
        ("465", "65536", "mail.port:不能大于65535"),
        ("465", '"465"', "mail.port:应为整数"),
        ('"tls"', '"ssl"', "mail.security:可选值:'tls', 'starttls' or 'none'"),
        ('"tls"', '"none"', "mail.password:security为none时不能登录"),
        ('username = "zhuoluo"', "", "mail.password:username和password应同时填写"),
        ('password = { file = "password" }', "", "mail.password:username和password应同时填写"),
        ('{ file = "password" }', f'"{PASSWORD}"', "mail.password:应为表"),
        ("mail.example.org", "mail example", "mail.host:应为主机名或IP地址"),
        ("mail.example", "mail..example", "mail.host:应为主机名或IP地址"),
        ("mail.example", f"{'m' * 64}.example", "mail.host:应为主机名或IP地址"),
        ('username = "zhuoluo"', 'username = "办公室"', "mail.username:只能由英文字母、数字"),
        ('file = "password"', 'env = "CHINESE"', "mail.password:只能由英文字母、数字"),
        ("zhuoluo@example.org", "zhuoluo", "mail.sender:应为一个邮件地址"),
        ("office@example.org", "a@b, c@d", "subscriptions.1.destination:应为一个邮件地址"),
        ("office@example.org", "办@example.org", "subscriptions.1.destination:应为一个邮件地址"),
        ("titles = true", "titles = 1", "subscriptions.1.titles:应为true或false"),
        ("titles = true", 'secrets = [{ env = "KEY" }]', "subscriptions.1.secrets:邮件不签名"),
        ("[mail]", "[letter]", "letter:没有这一项"),
        ("beginning", "yesterday", "subscriptions.1.start:可选值:'now' or 'beginning'"),
    ],
)
def test_a_mistake_about_mail_is_told(read: Read, was: str, now: str, sentence: str) -> None:
    assert sentence in refusal(read, MAIL.replace(was, now, 1))


def test_mail_needs_a_server(read: Read) -> None:
    alone = MAIL[MAIL.index("[[subscriptions]]") :]
    assert refusal(read, alone) == ":mail:有邮件订阅时必须填写邮件服务器"


def test_two_subscriptions_of_one_name_are_one_too_many(read: Read) -> None:
    assert refusal(read, WEBHOOK * 2) == ":subscriptions:名称“jyj”不止一个"


@pytest.mark.parametrize("secret", ["whsec_!!!!", "whsec_AAAA", SECRET[6:], "whsec_" + "A" * 400])
def test_a_secret_that_is_none_is_refused_without_being_told(read: Read, secret: str) -> None:
    sentence = refusal(read, WEBHOOK, {"KEY": secret})
    assert sentence == ":subscriptions.1.secrets.1:密钥应为whsec_加24至64字节的Base64编码"


def test_an_end_that_is_missing_is_told(read: Read) -> None:
    assert refusal(read, "[mail").endswith("不是有效的TOML")


def test_a_file_there_is_not(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotificationsRefused, match="不能读取"):
        read_subscriptions(tmp_path / "gone.toml", sqlite_store, {})


def test_a_file_in_another_encoding(sqlite_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes('name = "教育局"'.encode("gb18030"))
    with pytest.raises(NotificationsRefused, match="应为UTF-8编码"):
        read_subscriptions(path, sqlite_store, {})


def test_the_example_in_the_documentation_is_one_that_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "notifications.md").read_text(encoding="utf-8")
    path = tmp_path / "notifications.toml"
    path.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8-sig")
    settings = read_file(path)
    assert [each.name for each in settings.subscriptions] == ["jyj", "office"]
    assert settings.mail is not None
