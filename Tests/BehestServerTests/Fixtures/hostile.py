"""Asks Behest what no client should, over plain sockets.

usage: hostile.py SCENARIO PORT TOKEN SOCKET FILE
"""
import json
import socket
import sys
import time

scenario, port, token, path = sys.argv[1:5]
with open(sys.argv[5], "rb") as file:
    sound = file.read()

LONGEST = 30  # seconds; whatever takes longer hangs


def connect(unix=False):
    if unix:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
    else:
        connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.settimeout(LONGEST)
    return connection


def head(target="/v1/audio/transcriptions", method="POST", form=True, **fields):
    lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {token}"]
    if form:
        lines.append("Content-Type: multipart/form-data; boundary=b0")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def part(name, content, more=""):
    return f'--b0\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


def whole_form():
    return part("file", sound, '; filename="a.flac"') + part("model", b"whisper-1") + b"--b0--\r\n"


def read(connection):
    """The status, the body and whether the connection was closed after it."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        assert more, "no answer"
        data += more
    top, _, body = data.partition(b"\r\n\r\n")
    status = int(top.split()[1])
    if status == 100:
        return read_after(connection, body)
    return finish(connection, status, top, body)


def read_after(connection, rest):
    data = rest
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    top, _, body = data.partition(b"\r\n\r\n")
    return finish(connection, int(top.split()[1]), top, body)


def finish(connection, status, top, body):
    fields = dict(line.lower().split(": ", 1) for line in top.decode().split("\r\n")[1:])
    while len(body) < int(fields.get("content-length", 0)):
        body += connection.recv(65536)
    return status, body, fields


def ask(request, unix=False):
    with connect(unix) as connection:
        connection.sendall(request)
        return read(connection)


def refused(answer, status, code=None):
    got, body, _ = answer
    assert got == status, (got, body)
    error = json.loads(body)["error"]
    assert set(error) == {"message", "type", "param", "code"} and error["message"].endswith("."), error
    assert code in (None, error["code"]), error
    return error


def is_closed(connection):
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        pass
    return True


def works():
    status, body, _ = ask(head(Content_Length=len(whole_form())) + whole_form())
    assert status == 200 and json.loads(body)["text"] == "File a bug.", (status, body)


def endless():
    """A body without an end, in chunks: answered once it is too long, and then cut off."""
    for preface in (part("file", b"", '; filename="a.wav"')[:-2], part("prompt", b"")[:-2], b"", part("other", b"")):
        with connect() as connection:
            chunk = b"x" * 65536
            connection.sendall(head(Transfer_Encoding="chunked"))
            if preface:
                connection.sendall(b"%x\r\n" % len(preface) + preface + b"\r\n")
            began = time.monotonic()
            try:
                while time.monotonic() - began < LONGEST:
                    connection.sendall(b"10000\r\n" + chunk + b"\r\n")
                raise AssertionError("there is no end to what is taken")
            except ConnectionError:
                pass
            except TimeoutError:
                raise AssertionError("it hangs")
    for preface, status in ((part("file", b"", '; filename="a.wav"')[:-2], 413), (b"", 400)):
        with connect() as connection:
            connection.sendall(head(Transfer_Encoding="chunked"))
            body = preface + b"x" * 1_500_000
            connection.sendall(b"%x\r\n" % len(body) + body)
            refused(read(connection), status)
            assert is_closed(connection)
    works()


def large():
    """500 MB that are announced are not even begun with."""
    with connect() as connection:
        connection.sendall(head(Content_Length=500_000_000))
        error = refused(read(connection), 413, "too-large")
        assert error["param"] == "file"
        assert is_closed(connection)
    for path in ("/v1/listening/press", "/v1/nothing"):
        with connect() as connection:
            connection.sendall(head(path, Content_Length=500_000_000))
            status, _, _ = read(connection)
            assert status in (404, 409), status
            assert is_closed(connection)
    works()


def slow():
    """A body that trickles is waited for no longer than may be."""
    with connect() as connection:
        connection.sendall(head(Content_Length=100_000) + part("file", b"", '; filename="a.wav"')[:-2])
        began = time.monotonic()
        try:
            while time.monotonic() - began < LONGEST:
                connection.sendall(b"x")
                connection.settimeout(0.05)
                try:
                    first = connection.recv(1, socket.MSG_PEEK)
                    break
                except TimeoutError:
                    pass
        finally:
            connection.settimeout(LONGEST)
        assert first
        refused(read(connection), 408, "timed-out")
        assert is_closed(connection)
    works()


def broken_off():
    """Connections that end in the middle of a form, at many places of it."""
    request = head(Content_Length=len(whole_form())) + whole_form()
    for place in list(range(1, 700, 23)) + [len(request) // 2, len(request) - 1]:
        for unix in (False, True):
            with connect(unix) as connection:
                connection.sendall(request[:place])
    works()


def not_so():
    """What is no request for a transcription, and what it is told."""
    def form(content, **fields):
        return ask(head(Content_Length=len(content), **fields) + content)

    refused(form(b"--b0--\r\n"), 400, "missing_required_parameter")
    refused(form(part("model", b"x") + b"--b0--"), 400, "missing_required_parameter")
    refused(form(part("file", b"x") + b"--b1--"), 400, "bad-request")
    refused(form(part("file", sound) * 2 + b"--b0--"), 400, "invalid_value")
    refused(form(part("language", b"\xff") + b"--b0--"), 400, "invalid_value")
    refused(form(part("x", b"") * 65 + b"--b0--"), 400, "bad-request")
    refused(form(part("prompt", b"x" * 70_000) + b"--b0--"), 413, "too-large")
    refused(ask(head(Content_Length=2, form=False, Content_Type="application/json") + b"{}"), 415)
    refused(ask(head(Content_Length=0, form=False)), 415)
    refused(ask(head(Content_Length=2, form=False, Content_Type="multipart/form-data") + b"{}"), 400)
    refused(ask(head()), 411)
    refused(ask(head(method="GET", form=False)), 405, "wrong-method")
    refused(ask(head(method="DELETE", form=False)), 405)
    refused(ask(head("/v1/audio/speech", form=False)), 404, "not-found")
    refused(ask(head("/", method="GET", form=False)), 404)
    refused(ask(head("/v1/models", method="OPTIONS", form=False)), 405)
    works()


def garbage():
    """What is no HTTP at all."""
    for request in (b"\r\n\r\n\r\n", b"GET\r\n\r\n", bytes(range(256)) * 40, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
                    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
                    head(Content_Length="1e9"), head(Content_Length=-1), head(Transfer_Encoding="chunked") + b"zz\r\n"):
        with connect() as connection:
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                data = connection.recv(65536)
            except ConnectionError:
                data = b""
            assert not data or int(data.split()[1]) >= 400, data
    works()


def outsiders():
    """Who is not let in learns nothing and changes nothing."""
    def as_is(lines, body=b""):
        return ask("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    bearer = f"Authorization: Bearer {token}"
    for line in ("POST /v1/listening/mute HTTP/1.1", "GET /v1/status HTTP/1.1", "GET /v1/nothing HTTP/1.1"):
        refused(as_is([line, f"Host: 127.0.0.1:{port}"]), 401, "invalid_api_key")
        refused(as_is([line, f"Host: 127.0.0.1:{port}", bearer + "x"]), 401)
        refused(as_is([line, f"Host: evil.example:{port}", bearer]), 421, "wrong-host")
        refused(as_is([line, f"Host: 127.0.0.1:{port}", "Host: evil.example", bearer]), 421)
        refused(as_is([line, f"Host: 127.0.0.1:{port}", bearer, "Origin: null"]), 403, "wrong-origin")
        refused(as_is([line, f"Host: 127.0.0.1:{port}", bearer, "Sec-Fetch-Site: cross-site"]), 403)
    status, body, fields = as_is(["GET /v1/status HTTP/1.1", f"Host: localhost:{port}", bearer])
    assert status == 200 and json.loads(body)["state"] == "listening"
    assert not any(name.startswith("access-control") for name in fields)
    # The socket's folder and mode keep others out.
    status, _, _ = ask(b"GET /v1/status HTTP/1.1\r\nHost: behest\r\n\r\n", unix=True)
    assert status == 200


def patient():
    """Who waits with the body for a sign gets one, and chunks are as good as a length."""
    with connect() as connection:
        connection.sendall(head(Content_Length=len(whole_form()), Expect="100-continue"))
        assert b" 100 " in connection.recv(1024).split(b"\r\n")[0]
        connection.sendall(whole_form())
        status, body, fields = read(connection)
        assert status == 200, (status, body)
        # The same connection is good for more.
        connection.sendall(head(Content_Length=len(whole_form())) + whole_form())
        assert read(connection)[0] == 200
    body = whole_form()
    chunks = b"".join(b"%x\r\n" % len(body[i:i + 777]) + body[i:i + 777] + b"\r\n" for i in range(0, len(body), 777))
    status, _, _ = ask(head(Transfer_Encoding="chunked") + chunks + b"0\r\n\r\n")
    assert status == 200


def many():
    """Connections that say nothing hold up nobody."""
    idle = [connect() for _ in range(100)]
    for connection in idle[:50]:
        connection.sendall(b"POST /v1/audio/transcriptions HTTP/1.1\r\n")
    works()
    for connection in idle:
        connection.close()


globals()[scenario]()
print(f"{scenario}: done")
