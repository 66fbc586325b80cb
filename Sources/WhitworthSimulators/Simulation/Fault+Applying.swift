/// How a provider says that something failed.
protocol FailureVoice: Sendable {
    /// The answer with this status and a body in the provider's form.
    func failure(status: Int, code: String?, retryAfter: Int?) -> Reply
    /// The event that tells of a failure after the 200.
    var midStreamFailure: [UInt8] { get }
}

extension Fault {
    /// The answer, gone wrong.
    func applied(to reply: Reply, in voice: some FailureVoice) -> Reply {
        if isNone { return reply }
        var reply = replaced(reply, in: voice)
        let isAnswer = (200..<300).contains(reply.status)
        if isGarbage, isAnswer { reply.spoil() }
        if let errorAfter, isAnswer {
            reply =
                reply.isStream
                ? reply.keepingEvents(errorAfter, then: [.bytes(voice.midStreamFailure)])
                : voice.failure(status: 500, code: code, retryAfter: retryAfter)
        }
        if let endAfter, reply.isStream { reply = reply.keepingEvents(endAfter, then: []) }
        if let split, reply.isStream { reply.steps = Self.split(reply.steps, into: split) }
        if let cutAfter { reply = reply.isStream ? reply.keepingEvents(cutAfter, then: [.cut]) : reply.cutInHalf() }
        if let contentType { reply.setHeader("content-type", contentType) }
        if let slow { reply.steps = Array(reply.steps.map { [$0] }.joined(separator: [.wait(milliseconds: slow)])) }
        if let stall, reply.isStream { reply.steps.insert(.wait(milliseconds: stall), at: min(1, reply.steps.count)) }
        if isDropped { reply.steps = [.cut] }
        if let delay { reply.steps.insert(.wait(milliseconds: delay), at: 0) }
        return reply
    }

    /// As nginx writes it.
    private static let page =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
        + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

    private func replaced(_ reply: Reply, in voice: some FailureVoice) -> Reply {
        if isHTML {
            return Reply(status: 502, headers: [("content-type", "text/html")], body: Array(Self.page.utf8))
        }
        if let status { return voice.failure(status: status, code: code, retryAfter: retryAfter) }
        var reply = reply
        if isEmpty {
            reply.steps = []
        } else if isErrorIn200 {
            if reply.isStream {
                reply.steps = [.bytes(voice.midStreamFailure)]
            } else {
                reply.steps = voice.failure(status: 500, code: code, retryAfter: nil).steps
            }
        }
        return reply
    }

    private static func split(_ steps: [Reply.Step], into size: Int) -> [Reply.Step] {
        var bytes: [UInt8] = []
        for case .bytes(let more) in steps { bytes += more }
        return stride(from: 0, to: bytes.count, by: size).map { .bytes(Array(bytes[$0..<min($0 + size, bytes.count)])) }
    }
}

extension Reply {
    fileprivate func keepingEvents(_ count: Int, then end: [Step]) -> Reply {
        var reply = self
        reply.steps = Array(steps.prefix(count)) + end
        return reply
    }

    fileprivate func cutInHalf() -> Reply {
        var reply = self
        let bytes = body
        reply.declaredLength = bytes.count
        reply.steps = [.bytes(Array(bytes.prefix(bytes.count / 2))), .cut]
        return reply
    }

    /// In a stream one event more, after the second, that is neither JSON nor UTF-8; else half a body that ends so.
    fileprivate mutating func spoil() {
        let garbage: [UInt8] = Array("{\"id\":\"".utf8) + [0xFF, 0xFE, 0xC0, 0x80] + Array("\",,}".utf8)
        if isStream {
            steps.insert(.bytes(Array("data: ".utf8) + garbage + [0x0A, 0x0A]), at: min(2, steps.count))
        } else {
            let bytes = body
            steps = [.bytes(Array(bytes.prefix(bytes.count / 2)) + garbage)]
        }
    }
}
