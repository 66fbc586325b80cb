import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    /// `system` from the leading messages of that rank, `messages` from the rest.
    mutating func writeConversation(_ messages: [Message]) throws(Failure) {
        let leading = messages.prefix { $0.role == .system || $0.role == .developer }
        try writeSystem(leading)
        json.key("messages")
        json.beginArray()
        var index = leading.endIndex
        while index < messages.endIndex {
            let message = messages[index]
            index += 1
            switch message.role {
            case .user: try write(message, as: "user")
            case .assistant: try write(message, as: "assistant")
            case .other(.anthropic, let role): try write(message, as: role)
            case .tool:
                // All results of a turn are one message here, and what the user adds follows them.
                var merged = message
                merged.role = .user
                merged.form = .parts
                try reportName(of: message)
                merged.name = nil
                while index < messages.endIndex, messages[index].role == .tool {
                    try merge(messages[index], into: &merged)
                    index += 1
                }
                if index < messages.endIndex, messages[index].role == .user {
                    try merge(messages[index], into: &merged)
                    index += 1
                }
                try write(merged, as: "user")
            case .system, .developer:
                let path = message.source?.path ?? JSONPath([.key("messages")])
                try crossing.refuse(
                    path, "Messages takes system messages at the beginning only.", code: .historyInvalid)
            case .other(_, let role):
                try crossing.refuse(
                    message.source?.path ?? JSONPath([.key("messages")]), "Messages has no role '\(role)'.",
                    code: .historyInvalid)
            }
        }
        json.endArray()
    }

    private mutating func merge(_ message: Message, into merged: inout Message) throws(Failure) {
        merged.content += message.content
        merged.extras.merge(message.extras)
        try reportName(of: message)
    }

    private mutating func writeSystem(_ messages: ArraySlice<Message>) throws(Failure) {
        guard let first = messages.first else { return }
        json.key("system")
        if messages.count == 1, first.form == .string, case .text(let text)? = first.content.first, text.cache == nil {
            json.write(text.text)
        } else {
            json.beginArray()
            for message in messages {
                for content in message.content { try write(content) }
            }
            json.endArray()
        }
        for message in messages {
            try reportName(of: message)
            // The system prompt is no message here, and has no members of its own.
            for extra in try crossing.carry(message.extras) {
                try crossing.refuse(extra.value.path, "The system prompt of Messages has no member '\(extra.key)'.")
            }
        }
    }

    private mutating func write(_ message: Message, as role: JSONText) throws(Failure) {
        json.beginObject()
        json.member("role", role)
        json.key("content")
        if message.form == .string, message.content.count == 1, case .text(let text) = message.content[0],
            text.cache == nil
        {
            json.write(text.text)
        } else {
            json.beginArray()
            for content in message.content where !isEmptyBesideOthers(content, in: message) { try write(content) }
            json.endArray()
        }
        try reportName(of: message)
        try writeMembers(of: message.extras)
        json.endObject()
    }

    /// Chat Completions says `"content": ""` beside tool calls; Messages refuses empty text.
    private func isEmptyBesideOthers(_ content: Content, in message: Message) -> Bool {
        guard message.form == .string, message.content.count > 1, case .text(let text) = content else { return false }
        return text.text.isEmpty
    }

    private mutating func reportName(of message: Message) throws(Failure) {
        guard message.name != nil else { return }
        crossing.report(
            .dropped, message.source?.path.appending("name") ?? JSONPath([.key("messages")]),
            "Messages has no names of participants.")
    }
}
