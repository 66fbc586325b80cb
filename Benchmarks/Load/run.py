#!/usr/bin/env python3
"""Loads the release gateway and nginx in front of the same simulator, interleaved; see README.md."""
import argparse, base64, json, os, random, shutil, socket, statistics, subprocess, sys, tempfile, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SIMULATOR, NGINX, GATEWAY = 18181, 18182, 18183
TICK = os.sysconf("SC_CLK_TCK")


def history(size):
    words = 'the model said "yes", then café 東京 and\na new line {of: json} 3.14 times'.split(" ")
    choose, turns, total = random.Random(1), [], 0
    while total < size:
        text = " ".join(choose.choice(words) for _ in range(350))
        turns.append({"role": "assistant" if len(turns) % 2 else "user", "content": text})
        total += len(json.dumps(text))
    if len(turns) % 2 == 0:
        turns.append({"role": "user", "content": "And now?"})
    turns[-1]["content"] += " [[text: 100]]"
    return turns


def image(anthropic):
    data = base64.b64encode(b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(3 << 20)).decode()
    part = (
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}}
        if anthropic
        else {"type": "image_url", "image_url": {"url": "data:image/png;base64," + data}}
    )
    return [{"role": "user", "content": [part, {"type": "text", "text": "What is this? [[text: 100]]"}]}]


def said(directive):
    return lambda anthropic: [{"role": "user", "content": "Some words that are read and carried. " * 20 + directive}]


# name: (what, messages, stream, connections, kind)
SCENARIOS = {
    "small": ("small JSON", said("[[text: 100]]"), False, 32, "closed"),
    "stream": ("stream of 200 words", said("[[text: 200]]"), True, 32, "closed"),
    "history": ("200 KB history", lambda anthropic: history(200_000), False, 8, "closed"),
    "image": ("4 MB image", image, False, 2, "closed"),
    "first": ("time to first byte, one stream at a time", said("[[text: 5]]"), True, 1, "closed"),
    "open": ("open streams, a word a second", said("[[text: 200]] [[fault: slow=1000]]"), True, 0, "hold"),
}


def cpu(process):
    """Seconds of user and system time, of the process and its children."""
    total = 0
    for pid in tree(process.pid):
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident(process):
    """KB."""
    total = 0
    for pid in tree(process.pid):
        with open(f"/proc/{pid}/status") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return total


def tree(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [pid] + [int(child) for child in file.read().split()]


def start(command, port, cpus, work, **environment):
    process = subprocess.Popen(
        ["taskset", "-c", cpus] + command, stdout=subprocess.DEVNULL, env=os.environ | environment, cwd=work)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return process
        except OSError:
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended at its start")
            time.sleep(0.05)
    sys.exit(f"{command[0]} does not listen on {port}")


def write(path, text):
    with open(path, "w") as file:
        file.write(text)
    return path


def start_simulator(arguments, work):
    command = [arguments.whitworth, "simulate", "--port", str(SIMULATOR), "--threads", "1"]
    return start(command, SIMULATOR, arguments.tool_cpu, work)


def start_nginx(arguments, work):
    configuration = write(f"{work}/nginx.conf", f"""
        daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
        {"user root;" if os.getuid() == 0 else ""} worker_rlimit_nofile 16384;
        events {{ worker_connections 8192; }}
        http {{
          access_log off; keepalive_requests 1000000000; client_max_body_size 64m; client_body_buffer_size 1m;
          client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/f;
          uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
          upstream simulator {{ server 127.0.0.1:{SIMULATOR}; keepalive 1024; keepalive_requests 1000000000; }}
          proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 300s;
          server {{ listen 127.0.0.1:{NGINX} backlog=1024; location / {{ proxy_pass http://simulator; }} }}
        }}""")
    return start(["nginx", "-c", configuration, "-e", f"{work}/error.log"], NGINX, arguments.server_cpu, work)


def start_whitworth(arguments, work):
    configuration = write(f"{work}/whitworth.yaml", f"""
server: {{host: 127.0.0.1, port: {GATEWAY}, threads: 1, max_body_bytes: 67108864}}
providers:
  - {{name: openai, kind: openai, base_url: "http://127.0.0.1:{SIMULATOR}/openai/v1", api_key_env: LOAD_KEY}}
  - {{name: anthropic, kind: anthropic, base_url: "http://127.0.0.1:{SIMULATOR}/anthropic", api_key_env: LOAD_KEY}}
""")
    command = [arguments.whitworth, "serve", "--config", configuration, "--log-level", "error"]
    return start(command, GATEWAY, arguments.server_cpu, work, LOAD_KEY="load")


STARTS = {"simulator": start_simulator, "nginx": start_nginx, "whitworth": start_whitworth}


def stop(process):
    process.terminate()
    process.wait(10)


def request(name, server, translated, work):
    """Port, path and file of the body. What translates nothing is sent what comes out of the translation."""
    _, messages, stream, _, _ = SCENARIOS[name]
    native = translated and server != "whitworth"
    model = "claude-sonnet-4-5" if translated else "gpt-4.1"
    if server == "whitworth":
        port, path, model = GATEWAY, "/v1/chat/completions", ("anthropic/" if translated else "openai/") + model
    else:
        port = NGINX if server == "nginx" else SIMULATOR
        path = "/anthropic/v1/messages" if translated else "/openai/v1/chat/completions"
    body = {"model": model, "max_tokens": 1000, "stream": stream, "messages": messages(native)}
    return port, path, write(f"{work}/{name}-{server}-{translated}.json", json.dumps(body, ensure_ascii=False))


def events(port, path, file):
    """Events of one streamed answer."""
    with open(file, "rb") as body:
        call = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", body.read(),
            {"Content-Type": "application/json", "Authorization": "Bearer load", "x-api-key": "load",
             "anthropic-version": "2023-06-01"})
    with urllib.request.urlopen(call, timeout=30) as answer:
        return sum(line.startswith(b"data:") for line in answer)


def reset():
    call = urllib.request.Request(f"http://127.0.0.1:{SIMULATOR}/__simulator/reset", b"", method="POST")
    urllib.request.urlopen(call, timeout=30).close()


def measure(name, server, process, translated, arguments, work):
    _, _, stream, connections, kind = SCENARIOS[name]
    port, path, file = request(name, server, translated, work)
    tool = ["taskset", "-c", arguments.tool_cpu, f"{work}/load", str(port), path, file, kind]
    per_answer = events(port, path, file) if stream and kind == "closed" else 0
    if kind == "hold":
        before = resident(process)
        with subprocess.Popen(tool + [str(arguments.streams), "2"], stdout=subprocess.PIPE, text=True) as load:
            ready = load.stdout.readline().strip() == "ready"
            held = resident(process)
            load.stdout.read()
        time.sleep(1)
        return {"kb_per_stream": (held - before) / arguments.streams} if ready else {"faults": 1}
    # The first requests open connections and fill caches.
    subprocess.run(tool + [str(connections), "0.3"], stdout=subprocess.DEVNULL, check=True)
    used = cpu(process)
    output = subprocess.run(tool + [str(connections), str(arguments.seconds)], stdout=subprocess.PIPE, check=True, text=True)
    used = cpu(process) - used
    result = json.loads(output.stdout)
    reset()
    answers = max(1, result["answers"])
    if name == "first":
        return {"first_byte_us": result["first_byte_us"], "faults": result["faults"]}
    sample = {"cpu_us_per_request": used * 1e6 / answers, "answers": answers, "faults": result["faults"]}
    if stream:
        sample["cpu_us_per_chunk"] = used * 1e6 / answers / per_answer
    return sample


COLUMNS = {"small": "cpu_us_per_request", "stream": "cpu_us_per_chunk", "history": "cpu_us_per_request",
           "image": "cpu_us_per_request", "first": "first_byte_us", "open": "kb_per_stream"}


def table(samples):
    lines = ["| scenario | measured | nginx | whitworth | ratio |", "| --- | --- | --- | --- | --- |"]
    for name, translated in sorted({(s["scenario"], s["translated"]) for s in samples}, key=lambda x: (list(SCENARIOS).index(x[0]), x[1])):
        column, cells, medians = COLUMNS[name], [], {}
        for server in ("nginx", "whitworth"):
            rows = [s for s in samples if (s["scenario"], s["translated"], s["server"]) == (name, translated, server)]
            values = [s[column] for s in rows if column in s]
            if not values:
                cells.append("-")
                continue
            medians[server] = statistics.median(values)
            faults = sum(s.get("faults", 0) for s in rows)
            cells.append(f"{medians[server]:.1f} ({min(values):.1f}..{max(values):.1f})" + (f" {faults} faults" if faults else ""))
        ratio = f"{medians['whitworth'] / medians['nginx']:.2f}" if len(medians) == 2 and medians["nginx"] > 0 else "-"
        title = SCENARIOS[name][0] + (", translated" if translated else "")
        lines.append(f"| {title} | {column} | " + " | ".join(cells) + f" | {ratio} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whitworth", default=f"{ROOT}/.build/release/whitworth", help="the release build")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--server-cpu", default="1", help="core of nginx and the gateway")
    parser.add_argument("--tool-cpu", default="0", help="core of the simulator and the load")
    parser.add_argument("--json", help="also write all samples to this file")
    arguments = parser.parse_args()
    names = arguments.scenarios.split(",")
    if unknown := [name for name in names if name not in SCENARIOS]:
        parser.error(f"unknown scenarios: {unknown}; known: {list(SCENARIOS)}")
    arguments.whitworth = os.path.abspath(arguments.whitworth)
    work = tempfile.mkdtemp(prefix="whitworth-load-")
    processes = {}
    try:
        subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE", "-o", f"{work}/load", f"{HERE}/load.c"], check=True)
        for name, begin in STARTS.items():
            processes[name] = begin(arguments, work)
        samples = []
        for turn in range(arguments.rounds):
            for name in names:
                for translated in (False, True):
                    for server in ("nginx", "whitworth"):
                        sample = {"scenario": name, "translated": translated, "server": server, "round": turn}
                        if SCENARIOS[name][4] == "hold":
                            # What an allocator kept from earlier work would be charged to nobody.
                            stop(processes[server])
                            processes[server] = STARTS[server](arguments, work)
                        sample |= measure(name, server, processes[server], translated, arguments, work)
                        samples.append(sample)
                        print(sample, file=sys.stderr)
        if arguments.json:
            write(arguments.json, json.dumps({"date": time.strftime("%Y-%m-%d"), "samples": samples}, indent=1))
        print(table(samples))
    finally:
        for process in processes.values():
            stop(process)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
