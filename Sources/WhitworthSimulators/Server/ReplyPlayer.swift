/// Plays a reply's steps one at a time: a value, told what happened and telling what to do next.
struct ReplyPlayer: Sendable {
    enum Action: Sendable, Equatable {
        case write([UInt8])
        case wait(milliseconds: Int)
        /// The reply is complete.
        case end
        /// Close now, whatever was promised.
        case cut
        /// Wait for the client to read.
        case pause
    }

    private let steps: [Reply.Step]
    private var position = 0
    private(set) var isOver = false

    init(_ reply: Reply) {
        steps = reply.steps
    }

    /// - Parameter isWritable: whether the client keeps up.
    mutating func next(isWritable: Bool) -> Action {
        guard position < steps.count else {
            isOver = true
            return .end
        }
        if !isWritable, case .bytes = steps[position] { return .pause }
        defer { position += 1 }
        switch steps[position] {
        case .bytes(let bytes): return .write(bytes)
        case .wait(let milliseconds): return .wait(milliseconds: milliseconds)
        case .cut:
            isOver = true
            return .cut
        }
    }
}
