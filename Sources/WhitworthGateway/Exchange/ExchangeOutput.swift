import WhitworthModel

/// What is to be done after something happened. Bytes of a stream come beside it.
struct ExchangeOutput {
    /// An answer that is complete at once.
    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        /// JSON.
        var body: [UInt8]
        /// What it tells of, where it is no success.
        var failure: Failure?
    }

    var answer: Answer?
    /// The head of the stream is to be sent, before any bytes.
    var startsStream = false
    /// The stream is complete, or broken and said so.
    var endsStream = false
    /// What broke.
    var failure: Failure?
    /// Nothing more of the provider's answer is wanted.
    var cancelsUpstream = false

    /// Whether the client has got all it will get.
    var isFinal: Bool { answer != nil || endsStream }
}
