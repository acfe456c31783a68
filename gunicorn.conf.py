"""What gunicorn reads wherever it is started here: `tools/serve`, deploy/, tests, benches.

A search for ten thousand characters is an address of 90,000 bytes. gunicorn ends its own setting at
8190 and answers in English; ours says in Chinese what is too long. nginx.conf lets in as much.

What gunicorn itself refuses never reaches Django: the last line of every worker's error handling,
`util.write_error`, writes our page in place of gunicorn's.
"""

import http
import resource

from gunicorn import util
from gunicorn.http import message

from reportsite import balance

# No socket to steer it by: systemd does, and the account that it runs as has no home to put it in.
control_socket_disable = True
worker_class = "reportsite.worker.PatientWorker"
# A connection each, and a file each where much waits.
worker_connections = 1000
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (max(_soft, min(_hard, 8192)), _hard))
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{heading}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
</head><body><h1>{heading}</h1><p>{remedy}</p><p><a href="/">回到首页</a></p></body></html>
"""
_WORDS = {
    408: ("网络太慢，没有收全。", "请检查网络后再试一次，以前保存的内容都在。"),
    414: ("网址太长。", "请检查网址，或回到列表重新打开。"),
    431: ("浏览器随请求发来的内容太多。", "请清除浏览器里本网站的 Cookie，再重新打开。"),
    500: ("网站出错了。", "请稍后再试。"),
}
_OTHERWISE = ("这个请求看不懂。", "请检查网址，或回到列表重新打开。")


def _refuse(sock, status: int, reason: str, said: str) -> None:
    """Answer with our page; what gunicorn says about the request stands in the log."""
    heading, remedy = _WORDS.get(status, _OTHERWISE)
    page = _PAGE.format(heading=heading, remedy=remedy).encode()
    head = (
        f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n"
        "Connection: close\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Cache-Control: no-store\r\n"
        f"Content-Length: {len(page)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode() + page)


util.write_error = _refuse


def pre_fork(server, worker) -> None:
    """Give a worker its place among the others."""
    worker.place = balance.take_place()


def child_exit(server, worker) -> None:
    """Take back the place of a worker that has ended, however it did."""
    if worker.place is not None:
        balance.free_place(worker.place)
