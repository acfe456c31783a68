"""What gunicorn reads wherever it is started here: `tools/serve`, deploy/, tests, benches.

A search for ten thousand characters is an address of 90,000 bytes. gunicorn ends its own setting at
8190 and answers in English; ours says in Chinese what is too long. nginx.conf lets in as much.
"""

from gunicorn.http import message

limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
