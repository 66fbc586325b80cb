/// The simulators without their sockets: a request in, an answer out.
///
/// Same requests in the same order give the same answers; the time only shows where the providers tell it.
struct Simulator: Sendable {
    let memory: SimulatorMemory

    init(script: Script? = nil) {
        memory = SimulatorMemory(script: script)
    }

    func reply(to request: SimulatedRequest, at now: WallTime) -> Reply {
        let number = memory.count()
        let hash = StableHash.of(body: request.body)
        if request.path.hasPrefix("/openai/") {
            return OpenAIService(
                memory: memory, request: request, path: String(request.path.dropFirst("/openai".count)), number: number,
                now: now, hash: hash
            ).reply()
        }
        if request.path.hasPrefix("/anthropic/") {
            return AnthropicService(
                memory: memory, request: request, path: String(request.path.dropFirst("/anthropic".count)),
                number: number, now: now, hash: hash
            ).reply()
        }
        return Reply(
            status: 404, headers: [("content-type", "text/plain; charset=utf-8")],
            body: Array(
                "Nothing here. OpenAI is simulated at /openai/v1/…, Anthropic at /anthropic/v1/….\n".utf8))
    }
}

extension Script.Raw {
    var reply: Reply {
        if events.isEmpty { return Reply(status: status, headers: headers, body: body) }
        var reply = Reply(headers: headers, events: events.map { $0 + [0x0A, 0x0A] })
        reply.status = status
        return reply
    }
}
