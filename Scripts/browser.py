"""Drives a headless Chromium over its debugging pipe, with nothing but the standard library."""
import base64
import json
import os
import subprocess
import tempfile


class Browser:
    """One Chromium; pages are opened in one tab, one after the other."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ours, theirs = os.pipe()
        back, answers = os.pipe()

        def pipes():
            # Chromium reads commands from 3 and writes answers to 4.
            saved = [os.dup(ours), os.dup(answers)]
            os.dup2(saved[0], 3)
            os.dup2(saved[1], 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={self.profile.name}", "--hide-scrollbars", "about:blank"],
            preexec_fn=pipes, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(ours)
        os.close(answers)
        self.write, self.read = os.fdopen(theirs, "wb"), os.fdopen(back, "rb")
        self.number, self.buffer, self.events = 0, b"", []
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM", "Accessibility"):
            self.call(domain + ".enable")

    session = None

    def close(self):
        try:
            self.call("Browser.close")
        except EOFError:
            pass
        self.process.wait(20)

    def receive(self):
        while b"\0" not in self.buffer:
            piece = self.read.read1(1 << 16)
            if not piece:
                raise EOFError("the browser has gone")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.write.write(json.dumps(message).encode() + b"\0")
        self.write.flush()
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, uri, width=1280, height=900, dark=False, media="", scripts=True):
        """Opens a page and returns what it asked of the network and said on its console."""
        self.events = []
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Page.navigate", url=uri)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.receive())
        # One round through the page's own queue, so that what its script caused has come.
        if scripts:
            self.evaluate("new Promise(done => setTimeout(done, 50))")
        problems = []
        for event in self.events:
            method, parameters = event.get("method", ""), event.get("params", {})
            if method == "Network.requestWillBeSent" and parameters["request"]["url"] != uri.split("#")[0]:
                problems.append("asked the network for " + parameters["request"]["url"][:80])
            if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                problems.append("console: " + json.dumps(parameters)[:200])
            if method == "Page.javascriptDialogOpening":
                problems.append("dialog: " + parameters.get("message", "")[:80])
                self.call("Page.handleJavaScriptDialog", accept=False)
        return problems

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"])[:400])
        return result["result"].get("value")

    def press(self, key, code=None):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code or key,
                      windowsVirtualKeyCode={"Tab": 9, "Enter": 13}.get(key, 0),
                      text="\r" if key == "Enter" and kind == "keyDown" else "")

    def type(self, text):
        self.call("Input.insertText", text=text)

    def screenshot(self, path, whole=False):
        size = self.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"clip": {"x": 0, "y": 0, "width": size[0], "height": min(size[1], 6000), "scale": 1}} if whole else {}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **clip)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def pdf_size(self):
        return len(base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"]))
