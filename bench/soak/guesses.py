#!/usr/bin/env python3
"""What wrong passwords cost those who are let in: guesses.py URL TOKEN EMAIL PASSWORD [SECONDS]

Reads models by the token, 20 times a second, first alone and then beside 40 wrong passwords a second, and signs in as EMAIL with the right password
through the form every five seconds meanwhile. Says what the reads took (p50 and p95), how the guesses were answered, and how long the right password took.
Ends with 1 when the p95 more than doubled or the right password took over three seconds. Standard library only.
"""
import base64, collections, http.client, re, sys, threading, time, urllib.parse

url = urllib.parse.urlsplit(sys.argv[1])
token, email, password = sys.argv[2:5]
SECONDS = int(sys.argv[5]) if len(sys.argv) > 5 else 60
READS, GUESSES = 20, 40


def ask(method, path, headers, body=None, wire=None):
    own = wire or http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    own.request(method, path, body, headers)
    answer = own.getresponse()
    text = answer.read()
    if wire is None:
        own.close()
    return answer, text


def paced(rate, until, act):
    """Calls act by the clock, however long each takes, so that a slow answer is waited for by nobody else."""
    start, count, threads = time.monotonic(), 0, []
    while time.monotonic() < until:
        thread = threading.Thread(target=act, args=(count,))
        thread.start()
        threads.append(thread)
        count += 1
        time.sleep(max(0, start + count / rate - time.monotonic()))
    for thread in threads:
        thread.join()


def reads(until):
    took = []

    def read(_):
        began = time.perf_counter()
        answer, text = ask("GET", "/api/v1/models?pageSize=10", {"Authorization": "Bearer " + token})
        if answer.status != 200:
            raise SystemExit(f"a read was answered {answer.status}: {text[:200]}")
        took.append((time.perf_counter() - began) * 1000)

    paced(READS, until, read)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)], len(took)


def guess(answers, which):
    name = f"nobody{which if which % 2 else which % 7}@example.test"
    secret = base64.b64encode(f"{name}:wrong password {which}".encode()).decode()
    try:
        answers[ask("GET", "/api/v1/models", {"Authorization": "Basic " + secret})[0].status] += 1
    except OSError as failure:
        answers[type(failure).__name__] += 1


def sign_in():
    """As a browser does: the form, its token, the password."""
    began = time.perf_counter()
    answer, page = ask("GET", "/account/sign-in", {})
    cookies = "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")
    fields = {name.decode(): value.decode() for name, value in re.findall(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)}
    fields |= {"_handler": "sign-in", "email": email, "password": password}
    answer, text = ask("POST", "/account/sign-in", {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}, urllib.parse.urlencode(fields))
    return answer.status, time.perf_counter() - began


alone = reads(time.monotonic() + SECONDS / 2)
print(f"reads alone: p50 {alone[0]:.1f} ms, p95 {alone[1]:.1f} ms of {alone[2]}", flush=True)
answers, signed = collections.Counter(), []
end = time.monotonic() + SECONDS
guesser = threading.Thread(target=paced, args=(GUESSES, end, lambda which: guess(answers, which)))
signer = threading.Thread(target=paced, args=(0.2, end, lambda _: signed.append(sign_in())))
guesser.start(), signer.start()
beside = reads(end)
guesser.join(), signer.join()
slowest = max(seconds for _, seconds in signed)
print(f"reads beside {GUESSES} guesses a second: p50 {beside[0]:.1f} ms, p95 {beside[1]:.1f} ms of {beside[2]} ({beside[1] / alone[1]:.1f} times)")
print(f"guesses answered: {dict(answers)}")
print(f"right password: {collections.Counter(status for status, _ in signed)}, slowest {slowest:.2f} s")
sys.exit(beside[1] > 2 * alone[1] or slowest > 3 or any(status not in (200, 302) for status, _ in signed))
