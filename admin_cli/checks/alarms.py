"""Does anybody hear of trouble?"""

from admin_cli.checks.finding import Finding, ok, warn


def alarms(chat: int | None) -> Finding:
    """Whether the chat can be reached is for `loket alarm test` to say: it sends a message."""
    if chat is None:
        cure = "set LOKET_ALARM_CHAT to your chat's number, then run `loket alarm test`"
        return warn("alarms", "nobody is told when something is wrong", cure)
    return ok("alarms", "a chat is told of trouble; `loket alarm test` tries it")
