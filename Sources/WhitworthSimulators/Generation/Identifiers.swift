/// The ids providers give, of their length and alphabet, following from the request's number and hash.
struct Identifiers: Sendable {
    private let seed: UInt64

    init(number: Int, requestHash: UInt64) {
        seed = StableHash.mix(requestHash ^ StableHash.mix(UInt64(truncatingIfNeeded: number)))
    }

    private static let alphanumeric = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private func text(_ role: String, _ length: Int, _ alphabet: [UInt8]) -> String {
        var numbers = StableNumbers(seed: seed ^ StableHash.of(role))
        return String(decoding: (0..<length).map { _ in alphabet[numbers.next(below: alphabet.count)] }, as: UTF8.self)
    }

    /// Recorded: `chatcmpl-` and 29 letters or digits.
    var completion: String { "chatcmpl-" + text("completion", 29, Self.alphanumeric) }

    /// Recorded: `call_` and 24.
    func call(_ position: Int) -> String { "call_" + text("call\(position)", 24, Self.alphanumeric) }

    /// Recorded: `req_` and 32 hexadecimal digits.
    var openAIRequest: String { "req_" + text("request", 32, Self.hexadecimal) }

    /// Recorded: `msg_01` and 22.
    var message: String { "msg_01" + text("message", 22, Self.alphanumeric) }

    /// Recorded: `toolu_01` and 22.
    func toolUse(_ position: Int) -> String { "toolu_01" + text("tool\(position)", 22, Self.alphanumeric) }

    /// Recorded: `req_011C` and 20.
    var anthropicRequest: String { "req_011C" + text("request", 20, Self.alphanumeric) }

    /// Text without meaning, such as OpenAI's `obfuscation`.
    func filler(_ position: Int, length: Int) -> String { text("filler\(position)", length, Self.alphanumeric) }

    /// For choices among shapes that the real one varies at random.
    func chance(_ position: Int, below bound: Int) -> Int {
        var numbers = StableNumbers(seed: seed &+ UInt64(truncatingIfNeeded: position))
        return numbers.next(below: bound)
    }
}
