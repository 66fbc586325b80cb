/// A message as a reader understood it, ours or NIO's.
struct ReadMessage: Equatable {
    var start: String
    var minorVersion: Int
    /// "name: value", names in lower case.
    var fields: [String]
    var keepsAlive: Bool
    var body: [UInt8] = []
    var isEnded = false

    var text: String { String(decoding: body, as: UTF8.self) }
}
