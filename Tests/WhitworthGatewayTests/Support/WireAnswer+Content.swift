import WhitworthJSON

extension WireAnswer {
    func json() throws -> JSONValue { try JSONValue(parsing: body) }

    /// A member, by names and positions: `error.code`, `choices.0.message.content`.
    func at(_ path: String) throws -> JSONValue? { try json().at(path) }

    func string(_ path: String) throws -> String? { try at(path)?.string }

    /// The data of each event of a stream.
    var events: [String] {
        text.split(separator: "\n\n").compactMap { frame in
            frame.split(separator: "\n").first { $0.hasPrefix("data:") }.map { line in
                String(line.dropFirst(line.hasPrefix("data: ") ? 6 : 5))
            }
        }
    }

    /// What the deltas of a chat stream say together.
    func chatText() throws -> String {
        try events.filter { $0 != "[DONE]" }.map {
            try JSONValue(parsing: Array($0.utf8)).at("choices.0.delta.content")?.string ?? ""
        }.joined()
    }

    /// What the text deltas of a Messages stream say together.
    func messagesText() throws -> String {
        try events.map {
            let event = try JSONValue(parsing: Array($0.utf8))
            return event.at("delta.type")?.string == "text_delta" ? event.at("delta.text")?.string ?? "" : ""
        }.joined()
    }

    /// The error that ends a stream; nil where its last event is none.
    func lastError() throws -> JSONValue? {
        guard let last = events.last, last != "[DONE]" else { return nil }
        return try JSONValue(parsing: Array(last.utf8))["error"]
    }
}

extension JSONValue {
    func at(_ path: String) -> JSONValue? {
        var value: JSONValue? = self
        let pieces: [Substring] = path.split(separator: ".")
        for piece in pieces {
            if let index = Int(piece) {
                let elements = value?.elements ?? []
                value = elements.indices.contains(index) ? elements[index] : nil
            } else {
                value = value?.members.first { $0.key.string == piece }?.value
            }
        }
        return value
    }
}
