import WhitworthJSON

extension Script {
    /// Reads `{"rules": [{"match": {…}, "times": 1, "reply": {…}}]}`.
    ///
    /// - Throws: `ScriptError` that names the member: unknown ones are refused.
    public init(parsing bytes: [UInt8]) throws(ScriptError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw ScriptError(description: "script: \(error)")
        }
        try Self.check(document, at: "script", members: ["rules"])
        guard let list = document["rules"]?.array else {
            throw ScriptError(description: "script: 'rules' must be an array")
        }
        rules = []
        for (position, rule) in list.enumerated() {
            rules.append(try Self.rule(rule, at: "rules[\(position)]"))
        }
    }

    private static func check(_ value: JSONValue, at path: String, members: Set<String>) throws(ScriptError) {
        guard let object = value.object else { throw ScriptError(description: "\(path) must be an object") }
        for (key, _) in object where !members.contains(key.string) {
            throw ScriptError(description: "\(path): unknown member '\(key.string)'")
        }
    }

    private static func string(_ value: JSONValue?, at path: String) throws(ScriptError) -> String? {
        guard let value else { return nil }
        guard let string = value.string else { throw ScriptError(description: "\(path) must be a string") }
        return string
    }

    private static func count(_ value: JSONValue?, at path: String) throws(ScriptError) -> Int? {
        guard let value else { return nil }
        guard let count = value.int, (0...1_000_000).contains(count) else {
            throw ScriptError(description: "\(path) must be a number from 0 to 1000000")
        }
        return count
    }

    private static func rule(_ value: JSONValue, at path: String) throws(ScriptError) -> Rule {
        try check(value, at: path, members: ["match", "times", "reply"])
        var match = Match()
        if let given = value["match"] {
            try check(given, at: path + ".match", members: ["provider", "model", "contains", "stream"])
            match.provider = try string(given["provider"], at: path + ".match.provider")
            if let provider = match.provider, provider != "openai", provider != "anthropic" {
                throw ScriptError(description: "\(path).match.provider must be 'openai' or 'anthropic'")
            }
            match.model = try string(given["model"], at: path + ".match.model")
            match.contains = try string(given["contains"], at: path + ".match.contains")
            if let stream = given["stream"] {
                guard let stream = stream.bool else {
                    throw ScriptError(description: "\(path).match.stream must be a boolean")
                }
                match.stream = stream
            }
        }
        guard let reply = value["reply"] else { throw ScriptError(description: "\(path): 'reply' is missing") }
        return Rule(
            match: match, times: try count(value["times"], at: path + ".times"),
            answer: try answer(reply, at: path + ".reply"))
    }

    private static func answer(_ value: JSONValue, at path: String) throws(ScriptError) -> Answer {
        if let raw = value["raw"] {
            try check(value, at: path, members: ["raw"])
            return .raw(try self.raw(raw, at: path + ".raw"))
        }
        try check(
            value, at: path,
            members: [
                "text", "json", "words", "calls", "think", "thinking", "redact", "refusal", "stop", "finish", "fault",
            ])
        var directives = Directives()
        directives.echo = try string(value["text"], at: path + ".text") ?? value["json"].map { $0.description }
        directives.words = try count(value["words"], at: path + ".words")
        directives.think = try count(value["think"], at: path + ".think")
        directives.thinking = try string(value["thinking"], at: path + ".thinking")
        directives.isRedacted = value["redact"]?.bool ?? false
        directives.refusal = try string(value["refusal"], at: path + ".refusal")
        directives.stop = try string(value["stop"], at: path + ".stop")
        directives.finish = try string(value["finish"], at: path + ".finish")
        if let calls = value["calls"] {
            guard let calls = calls.array else { throw ScriptError(description: "\(path).calls must be an array") }
            for (position, call) in calls.enumerated() {
                let path = "\(path).calls[\(position)]"
                try check(call, at: path, members: ["name", "arguments"])
                guard let name = call["name"]?.string else {
                    throw ScriptError(description: "\(path): 'name' must be a string")
                }
                directives.calls.append(
                    .init(name: name, arguments: call["arguments"].map { $0.string ?? $0.description }))
            }
        }
        if let fault = value["fault"] {
            guard let members = fault.object else { throw ScriptError(description: "\(path).fault must be an object") }
            for (key, setting) in members where setting.bool != false {
                do {
                    try directives.fault.set(key.string, setting.string ?? setting.description)
                } catch {
                    throw ScriptError(description: "\(path).fault: \(error.message)")
                }
            }
        }
        return .directives(directives)
    }

    private static func raw(_ value: JSONValue, at path: String) throws(ScriptError) -> Raw {
        try check(value, at: path, members: ["status", "headers", "body", "events"])
        let status = try count(value["status"], at: path + ".status") ?? 200
        guard (200...599).contains(status) else {
            throw ScriptError(description: "\(path).status must be from 200 to 599")
        }
        var headers: [(name: String, value: String)] = []
        for (key, header) in value["headers"]?.object.map(Array.init) ?? [] {
            guard let header = header.string else {
                throw ScriptError(description: "\(path).headers: '\(key.string)' must be a string")
            }
            headers.append((key.string.lowercased(), header))
        }
        let events = value["events"]?.array?.compactMap { $0.text?.utf8 } ?? []
        if !headers.contains(where: { $0.name == "content-type" }) {
            headers.append(
                ("content-type", events.isEmpty ? "application/json" : "text/event-stream; charset=utf-8"))
        }
        let body = value["body"].map { $0.text?.utf8 ?? Array($0.raw) } ?? []
        return Raw(status: status, headers: headers, body: body, events: events)
    }
}
