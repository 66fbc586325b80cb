/// The elements of an array.
public struct JSONArray: Sequence, Sendable {
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

        public mutating func next() -> JSONValue? {
            guard index < end else { return nil }
            defer { index = Int(tape.entries[index].next) }
            return JSONValue(tape: tape, index: index)
        }
    }

    public func makeIterator() -> Iterator { Iterator(value) }

    public var isEmpty: Bool { Int(value.tape.entries[value.index].next) == value.index + 1 }
}
