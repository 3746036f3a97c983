"""Why a file is not safe yet, or never will be. None of these carries an address or a name."""


class Unfit(Exception):
    """The file itself will not do; trying again changes nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(Exception):
    """Telegram says it does not have the file, which it also says of a file it cannot find now."""


class Away(Exception):
    """Something does not work now. `seconds` is how long we were asked to wait, if at all."""

    def __init__(self, reason: str, seconds: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
