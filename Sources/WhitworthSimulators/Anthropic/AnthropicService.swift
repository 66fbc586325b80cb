import WhitworthJSON

/// Anthropic's paths.
struct AnthropicService {
    let memory: SimulatorMemory
    let request: SimulatedRequest
    /// Without the simulator's own prefix: `/v1/messages`.
    let path: String
    let number: Int
    let now: WallTime
    let hash: UInt64

    private var identifiers: Identifiers { Identifiers(number: number, requestHash: hash) }

    func reply() -> Reply {
        do {
            return try route()
        } catch {
            return error.reply(identifiers)
        }
    }

    private func route() throws(AnthropicRefusal) -> Reply {
        guard let method = Self.method(path) else { throw .unknownPath }
        guard method == request.method else { throw .wrongMethod }
        try checkKey()
        guard let version = request.header("anthropic-version") else { throw .missingVersion }
        guard AnthropicRequestRules.versions.contains(version) else { throw .wrongVersion(version) }
        switch path {
        case "/v1/messages": return try message(version)
        case "/v1/messages/count_tokens": return try count(version)
        case "/v1/models": return json(AnthropicModelList.page(request.query))
        default:
            let name = String(path.dropFirst("/v1/models/".count))
            guard let model = AnthropicModel.named(name) else { throw .unknownModel(name) }
            return json(AnthropicModelList.one(model))
        }
    }

    private static func method(_ path: String) -> String? {
        switch path {
        case "/v1/messages", "/v1/messages/count_tokens": "POST"
        case "/v1/models": "GET"
        default: path.hasPrefix("/v1/models/") && path.utf8.count > "/v1/models/".utf8.count ? "GET" : nil
        }
    }

    /// `x-api-key`, or since October 2026 a bearer token.
    private func checkKey() throws(AnthropicRefusal) {
        if let key = request.header("x-api-key"), !key.isEmpty {
            guard key != "invalid" else { throw .wrongKey }
        } else if let token = request.bearer, !token.isEmpty {
            guard token != "invalid" else { throw .wrongToken }
        } else {
            throw .missingKey
        }
    }

    private func json(_ body: [UInt8]) -> Reply {
        Reply(
            status: 200,
            headers: [("content-type", "application/json"), ("request-id", identifiers.anthropicRequest)], body: body)
    }

    // MARK: Messages

    private func read(_ version: String, isCounting: Bool) throws(AnthropicRefusal) -> MessagesRequest {
        let body: JSONValue
        do {
            body = try JSONValue(parsing: request.body)
        } catch {
            throw .notJSON("\(error)")
        }
        let betas = (request.header("anthropic-beta") ?? "").split(separator: ",").map { $0.trimmed }
        return try AnthropicRequestRules.check(body, version: version, betas: betas, isCounting: isCounting)
    }

    private func count(_ version: String) throws(AnthropicRefusal) -> Reply {
        let tokens = try read(version, isCounting: true).tokens
        return json(JSONValue.written { writer in writer.object { $0.member("input_tokens", tokens) } }.raw.map { $0 })
    }

    private func message(_ version: String) throws(AnthropicRefusal) -> Reply {
        var message = try read(version, isCounting: false)
        guard message.tokens <= message.model.longestInput else {
            throw AnthropicRefusal(
                "prompt is too long: \(message.tokens) tokens > \(message.model.longestInput) maximum")
        }
        message.turn.seed = StableHash.of(message.turn.prompt)
        let voice = AnthropicVoice(identifiers: identifiers, model: message.model.id)
        let scripted = memory.rule { match in
            match.provider.map { $0 == "anthropic" } ?? true
                && match.model.map { $0 == message.model.id || $0 == message.model.alias } ?? true
                && match.stream.map { $0 == message.isStream } ?? true
                && match.contains.map { message.turn.prompt.firstOccurrence(of: $0) != nil } ?? true
        }
        if case .raw(let raw) = scripted { return raw.reply }
        do {
            var directives = Directives()
            if case .directives(let given) = scripted {
                directives = given
            } else {
                directives = try Directives(parsing: message.turn.prompt)
            }
            let plan = try AnswerPlan(for: message.turn, following: directives)
            let fault = directives.fault
            let reply = answer(message, plan)
            if let times = fault.times, !memory.isDue(times, for: hash) { return reply }
            return fault.applied(to: reply, in: voice)
        } catch let error {
            throw AnthropicRefusal(error.message)
        }
    }

    private func answer(_ message: MessagesRequest, _ plan: AnswerPlan) -> Reply {
        let answer = AnthropicAnswer(
            request: message, plan: plan, identifiers: identifiers, input: input(of: message))
        if message.isStream {
            return Reply(
                headers: answer.headers(contentType: "text/event-stream; charset=utf-8", now: now),
                events: answer.events)
        }
        return Reply(
            status: 200, headers: answer.headers(contentType: "application/json", now: now), body: answer.whole)
    }

    /// Reads as far as an earlier request has written, writes from there to the last breakpoint.
    private func input(of message: MessagesRequest) -> AnthropicAnswer.Input {
        let marked = message.prefixes.filter { $0.breakpoint != nil && $0.tokens >= message.model.shortestCached }
        guard let last = marked.last else { return .init(fresh: message.tokens) }
        let candidates = message.prefixes.filter { $0.tokens <= last.tokens }
        let seen = memory.recall(candidates.map(\.hash), keeping: marked.map(\.hash))
        let read = seen > 0 ? candidates[seen - 1].tokens : 0
        let oneHour = max(read, marked.last { $0.breakpoint == .oneHour }?.tokens ?? 0)
        return .init(
            fresh: message.tokens - max(last.tokens, read), read: read,
            writtenFiveMinutes: max(0, last.tokens - oneHour), writtenOneHour: oneHour - read)
    }
}
