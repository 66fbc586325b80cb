import WhitworthJSON

/// OpenAI's paths.
struct OpenAIService {
    let memory: SimulatorMemory
    let request: SimulatedRequest
    /// Without the simulator's own prefix: `/v1/chat/completions`.
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

    private func route() throws(OpenAIRefusal) -> Reply {
        guard let methods = Self.methods(path) else { throw .unknownPath(request.method, path) }
        guard methods == request.method else { throw .wrongMethod(request.method, path) }
        guard let key = request.bearer, !key.isEmpty else { throw .missingKey }
        guard key != "invalid" else { throw .wrongKey(key) }
        if path == "/v1/models" { return json(list) }
        if path.hasPrefix("/v1/models/") {
            let name = String(path.dropFirst("/v1/models/".count))
            guard let model = OpenAIModel.named(name) else { throw .unknownListedModel(name) }
            var writer = JSONWriter()
            write(model, as: name, to: &writer)
            return json(writer.bytes)
        }
        return try completion()
    }

    private static func methods(_ path: String) -> String? {
        switch path {
        case "/v1/chat/completions": "POST"
        case "/v1/models": "GET"
        default: path.hasPrefix("/v1/models/") && path.utf8.count > "/v1/models/".utf8.count ? "GET" : nil
        }
    }

    // MARK: Models

    private var list: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("object", "list")
            writer.key("data")
            writer.array { writer in
                for model in OpenAIModel.all {
                    write(model, as: model.id, to: &writer)
                    if model.snapshot != model.id { write(model, as: model.snapshot, to: &writer) }
                }
            }
        }
        return writer.bytes
    }

    private func write(_ model: OpenAIModel, as name: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", name)
            writer.member("object", "model")
            writer.member("created", model.created)
            writer.member("owned_by", "system")
        }
    }

    private func json(_ body: [UInt8]) -> Reply {
        Reply(
            status: 200,
            headers: [
                ("content-type", "application/json"), ("openai-version", "2020-10-01"),
                ("x-request-id", identifiers.openAIRequest),
            ], body: body)
    }

    // MARK: Chat

    private func completion() throws(OpenAIRefusal) -> Reply {
        let body: JSONValue
        do {
            body = try JSONValue(parsing: request.body)
        } catch {
            throw .notJSON
        }
        var chat = try OpenAIRequestRules.check(body)
        chat.turn.seed ^= StableHash.of(chat.turn.prompt)
        let voice = OpenAIVoice(identifiers: identifiers, model: chat.model.id)
        let scripted = memory.rule { match in
            match.provider.map { $0 == "openai" } ?? true
                && match.model.map { $0 == chat.model.id || $0 == chat.model.snapshot } ?? true
                && match.stream.map { $0 == chat.isStream } ?? true
                && match.contains.map { chat.turn.prompt.firstOccurrence(of: $0) != nil } ?? true
        }
        if case .raw(let raw) = scripted { return raw.reply }
        do {
            var directives = Directives()
            if case .directives(let given) = scripted {
                directives = given
            } else {
                directives = try Directives(parsing: chat.turn.prompt)
            }
            let fault = directives.fault
            let reply = try answer(chat, directives)
            if let times = fault.times, !memory.isDue(times, for: hash) { return reply }
            return fault.applied(to: reply, in: voice)
        } catch let error {
            throw OpenAIRefusal(message: error.message)
        }
    }

    private func answer(_ chat: ChatRequest, _ directives: Directives) throws(DirectiveError) -> Reply {
        var plans: [AnswerPlan] = []
        for variation in 0..<chat.answers {
            plans.append(try AnswerPlan(for: chat.turn, following: directives, variation: variation))
        }
        var answer = OpenAIAnswer(
            request: chat, plans: plans, identifiers: identifiers, created: now.seconds)
        // Documented: automatic from 1,024 tokens, in steps of 128.
        if chat.promptTokens >= 1_024 {
            let hashes = chat.prefixes.map(\.hash)
            let seen = memory.recall(hashes, keeping: hashes)
            if seen > 0 {
                let tokens = chat.prefixes[seen - 1].tokens / 128 * 128
                answer.cachedTokens = tokens >= 1_024 ? tokens : 0
            }
        }
        if chat.isStream {
            return Reply(
                headers: answer.headers(number: number, contentType: "text/event-stream; charset=utf-8"),
                events: answer.events)
        }
        return Reply(
            status: 200, headers: answer.headers(number: number, contentType: "application/json"), body: answer.whole)
    }
}
