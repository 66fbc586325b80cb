/// The members of an object in the order they were written.
public struct JSONObject: Sequence, Sendable {
    public typealias Element = (key: JSONText, value: JSONValue)

    let value: JSONValue

    public struct Iterator: IteratorProtocol {
        private let tape: JSONTape
        private var index: Int
        private let end: Int

        init(_ value: JSONValue) {
            tape = value.tape
            index = value.index + 1
            end = Int(value.tape.entries[value.index].next)
        }

        public mutating func next() -> Element? {
            guard index < end else { return nil }
            let name = tape.entries[index]
            let key = JSONText(
                escaped: tape.bytes[Int(name.start)..<Int(name.end)], hasEscapes: name.hasEscapes)
            let value = JSONValue(tape: tape, index: index + 1)
            index = Int(tape.entries[index + 1].next)
            return (key, value)
        }
    }

    public func makeIterator() -> Iterator { Iterator(value) }

    public var isEmpty: Bool { Int(value.tape.entries[value.index].next) == value.index + 1 }
}
