/// What is to go wrong with an answer.
struct Fault: Sendable, Equatable {
    /// Answer this error status, in the provider's form.
    var status: Int?
    /// The error's code, where the provider has several for a status.
    var code: String?
    /// In seconds, sent as `retry-after`.
    var retryAfter: Int?
    /// Only for so many requests with this body, counted since the last reset.
    var times: Int?
    /// Milliseconds before the first byte.
    var delay: Int?
    /// Milliseconds after the first event of a stream, as when a model thinks.
    var stall: Int?
    /// Milliseconds between two chunks.
    var slow: Int?
    /// Close the connection after so many events; of a whole answer, in the middle of the body.
    var cutAfter: Int?
    /// End the stream in good HTTP order after so many events, without the closing ones.
    var endAfter: Int?
    /// Send the provider's error event after so many events, and end.
    var errorAfter: Int?
    /// Write the stream in pieces of so many bytes, whatever the events' borders.
    var split: Int?
    var contentType: String?
    /// Bytes that are not what they should be: in a stream one event of them, else the body.
    var isGarbage = false
    /// A proxy's page, with 502.
    var isHTML = false
    /// 200 with no body.
    var isEmpty = false
    /// The provider's error with the status 200.
    var isErrorIn200 = false
    /// Close the connection without an answer.
    var isDropped = false

    var isNone: Bool { self == Fault() }

    /// Reads `status=429 retry-after=2 garbage`.
    mutating func read(_ text: String) throws(DirectiveError) {
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let name = String(word.prefix { $0 != "=" })
            try set(name, word.contains("=") ? String(word.dropFirst(name.count + 1)) : nil)
        }
    }

    /// Sets one fault by its name in a prompt or a script.
    mutating func set(_ name: String, _ value: String?) throws(DirectiveError) {
        func number(_ range: ClosedRange<Int>) throws(DirectiveError) -> Int {
            guard let value, let number = Int(value), range.contains(number) else {
                throw DirectiveError(
                    message: "simulator: fault '\(name)' takes a number from \(range.lowerBound) to \(range.upperBound)"
                )
            }
            return number
        }
        switch name {
        case "status": status = try number(400...599)
        case "code": code = value
        case "retry-after": retryAfter = try number(0...86_400)
        case "times": times = try number(1...1_000_000)
        case "delay": delay = try number(0...600_000)
        case "stall": stall = try number(0...600_000)
        case "slow": slow = try number(0...600_000)
        case "cut-after": cutAfter = try number(0...1_000_000)
        case "end-after": endAfter = try number(0...1_000_000)
        case "error-after": errorAfter = try number(0...1_000_000)
        case "split": split = try number(1...1_000_000)
        case "content-type": contentType = value
        case "garbage": isGarbage = true
        case "html": isHTML = true
        case "empty": isEmpty = true
        case "error-in-200": isErrorIn200 = true
        case "drop": isDropped = true
        default: throw DirectiveError(message: "simulator: there is no fault '\(name)'")
        }
    }
}
