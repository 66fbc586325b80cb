extension Directives {
    /// Reads `[[name]]` and `[[name: value]]` out of a prompt.
    ///
    /// Double brackets with another name are the prompt's own and are left alone.
    ///
    /// - Throws: `DirectiveError` for a known name with a value it cannot have.
    init(parsing prompt: String) throws(DirectiveError) {
        guard Self.mayStand(in: prompt) else { return }
        var rest = Substring(prompt)
        while let opening = rest.firstIndexOfPair("[") {
            let start = rest.index(opening, offsetBy: 2)
            guard let closing = rest[start...].firstIndexOfPair("]") else { return }
            let content = rest[start..<closing]
            let name = content.prefix { $0 != ":" }.trimmed
            if Self.names.contains(name) {
                try read(name, content.dropFirst(name.count).drop { $0 == " " }.dropFirst().trimmed)
                rest = rest[rest.index(closing, offsetBy: 2)...]
            } else {
                rest = rest[start...]
            }
        }
    }

    /// The prompt without its directives, for an answer that repeats it.
    static func removed(from prompt: String) -> String {
        guard mayStand(in: prompt) else { return prompt.trimmed }
        var text = ""
        var rest = Substring(prompt)
        while let opening = rest.firstIndexOfPair("[") {
            let start = rest.index(opening, offsetBy: 2)
            guard let closing = rest[start...].firstIndexOfPair("]") else { break }
            if names.contains(rest[start..<closing].prefix { $0 != ":" }.trimmed) {
                text += rest[..<opening]
                rest = rest[rest.index(closing, offsetBy: 2)...]
            } else {
                text += rest[..<start]
                rest = rest[start...]
            }
        }
        return (text + rest).drop { $0.isWhitespace }.trimmed
    }

    /// A look at the bytes, so that long prompts without directives cost little.
    private static func mayStand(in prompt: String) -> Bool {
        var previous: UInt8 = 0
        for byte in prompt.utf8 {
            if byte == 0x5B, previous == 0x5B { return true }
            previous = byte
        }
        return false
    }

    private static let names: Set<String> = [
        "echo", "text", "tools", "call", "think", "redact", "refuse", "stop", "finish", "fault",
    ]

    private mutating func read(_ name: String, _ value: String) throws(DirectiveError) {
        switch name {
        case "echo": echo = value
        case "text": words = try Self.count(value, of: name)
        case "tools":
            calls += value.split(separator: ",").map { Call(name: $0.trimmed, arguments: nil) }
            if calls.isEmpty { throw DirectiveError(message: "simulator: [[tools: …]] names no tool") }
        case "call":
            let tool = value.prefix { $0 != " " }
            guard !tool.isEmpty else { throw DirectiveError(message: "simulator: [[call: …]] names no tool") }
            let arguments = value.dropFirst(tool.count).trimmed
            calls.append(Call(name: String(tool), arguments: arguments.isEmpty ? nil : arguments))
        case "think": think = try Self.count(value, of: name)
        case "redact": isRedacted = true
        case "refuse": refusal = value.isEmpty ? "I'm sorry, but I can't help with that." : value
        case "stop": stop = value
        case "finish": finish = value
        default: try fault.read(value)
        }
    }

    private static func count(_ value: String, of name: String) throws(DirectiveError) -> Int {
        guard let count = Int(value), (0...1_000_000).contains(count) else {
            throw DirectiveError(message: "simulator: [[\(name): …]] takes a number from 0 to 1000000, not '\(value)'")
        }
        return count
    }
}

extension StringProtocol {
    /// Without spaces at either end.
    var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Substring {
    /// Where this character first stands twice in a row; of three closing brackets the last two count.
    fileprivate func firstIndexOfPair(_ character: Character) -> Index? {
        var index = startIndex
        while index < endIndex {
            let following = self.index(after: index)
            guard following < endIndex else { return nil }
            if self[index] == character, self[following] == character {
                let third = self.index(after: following)
                guard character == "]", third < endIndex, self[third] == character else { return index }
            }
            index = following
        }
        return nil
    }
}
