"""Why the system could not do something, in Chinese; what is not known here in its own words."""

import errno
import socket

_OF_SYSTEM = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "是文件夹,不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EFBIG: "文件过大",
    errno.EROFS: "文件系统只读",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "符号链接不能跟随",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.EBUSY: "正在使用中",
    errno.ENOLCK: "文件系统不能加锁",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "对方没有接受连接",
    errno.ECONNRESET: "连接中断",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
    errno.ETIMEDOUT: "对方没有答复",
    socket.EAI_NONAME: "没有这个主机",
}


def cause_of(error: OSError) -> str:
    """Say why the system refused."""
    said = error.strerror or str(error)
    return said if error.errno is None else _OF_SYSTEM.get(error.errno, said)


def cause_beneath(error: BaseException) -> str:
    """Say why the system refused what a library gave up for it."""
    beneath: BaseException | None = error
    while beneath is not None:
        if isinstance(beneath, OSError):
            return cause_of(beneath)
        beneath = beneath.__cause__ or beneath.__context__
    return str(error)
