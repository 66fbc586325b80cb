/// One event of a `text/event-stream` (WHATWG HTML §9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// The last `event` field; empty where none was given, which means `message`.
    public var event: [UInt8]
    /// The `data` lines, joined by a line feed.
    public var data: [UInt8]
    /// The `id` field of this event, where one was given.
    public var id: [UInt8]?
    /// Milliseconds a client should wait before it connects again.
    public var retry: Int?

    public init(event: [UInt8] = [], data: [UInt8], id: [UInt8]? = nil, retry: Int? = nil) {
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
    }

    /// Whether the event's name is this one.
    public func isEvent(_ name: StaticString) -> Bool {
        event.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
}
