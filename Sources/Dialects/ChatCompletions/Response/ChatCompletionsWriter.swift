import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// Answers one client, whole or streamed as it asked.
struct ChatCompletionsWriter: ResponseWriter {
    let streams: Bool
    private let model: JSONText
    private let now: Int
    private let requestID: String
    private var stream: StreamWriter

    init(request: Request, context: AcceptContext) {
        streams = request.stream ?? false
        model = request.model
        now = context.now
        requestID = context.requestID
        stream = StreamWriter(model: request.model, now: context.now, includesUsage: request.includeUsage ?? false)
    }

    func whole(_ response: Response, losses: [Loss]) throws(Failure) -> [UInt8] {
        WholeWriter.write(response, model: model, now: now, losses: losses)
    }

    mutating func push(_ event: Event, into bytes: inout [UInt8]) throws(Failure) {
        stream.push(event, into: &bytes)
    }

    mutating func fail(_ failure: Failure, into bytes: inout [UInt8]) {
        FailureWriter.appendFrame(failure, requestID: requestID, to: &bytes)
    }
}
