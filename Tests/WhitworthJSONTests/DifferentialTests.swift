import Foundation
import Testing
import WhitworthJSON
import WhitworthTestSupport

/// Our reader against Foundation's, which shares no code with it.
@Suite("JSON: against Foundation")
struct DifferentialTests {
    @Test("Random documents read the same", arguments: 0..<20)
    func valid(_ seed: Int) throws {
        var random = RandomJSON(seed: UInt64(seed))
        for _ in 0..<60 {
            let text = random.document()
            let ours = JSONTree(try JSONValue(parsing: text))
            let theirs = try foundation(Data(text.utf8))
            #expect(Self.agree(ours, theirs), "\(text)")
        }
    }

    @Test("Whatever we take of spoilt documents, Foundation takes, and reads the same", arguments: 0..<40)
    func spoilt(_ seed: Int) throws {
        var random = RandomJSON(seed: 1000 + UInt64(seed))
        var taken = 0
        for _ in 0..<100 {
            let bytes = random.spoilt()
            guard let ours = try? JSONValue(parsing: bytes) else { continue }
            // Foundation refuses numbers that no double can hold; the grammar allows them, and we keep their text.
            if Self.holdsInfinity(JSONTree(ours)) { continue }
            taken += 1
            let theirs = try foundation(Data(bytes))
            #expect(Self.agree(JSONTree(ours), theirs), "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(taken > 0)
    }

    @Test("What we write Foundation reads, and what Foundation writes we read", arguments: 0..<10)
    func written(_ seed: Int) throws {
        var random = RandomJSON(seed: 2000 + UInt64(seed))
        for _ in 0..<40 {
            let value = try JSONValue(parsing: random.document())
            let rewritten = Self.rewrite(value)
            #expect(JSONTree(try JSONValue(parsing: rewritten)) == JSONTree(value))
            #expect(Self.agree(JSONTree(value), try foundation(Data(rewritten))))
            let theirs = try JSONSerialization.data(
                withJSONObject: try foundation(Data(rewritten)), options: .fragmentsAllowed)
            #expect(Self.agree(JSONTree(try JSONValue(parsing: Array(theirs))), try foundation(Data(rewritten))))
        }
    }

    private func foundation(_ data: Data) throws -> Any {
        try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    }

    /// Written anew member by member, strings decoded and escaped again.
    private static func rewrite(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        func write(_ value: JSONValue) {
            switch value.kind {
            case .object:
                writer.beginObject()
                for (key, member) in value.members {
                    writer.key(JSONText(key.string))
                    write(member)
                }
                writer.endObject()
            case .array:
                writer.beginArray()
                value.elements.forEach(write)
                writer.endArray()
            case .string: writer.write(value.string ?? "")
            case .number: if let number = value.number { writer.write(number) }
            case .boolean: writer.write(value.bool ?? false)
            case .null: writer.writeNull()
            }
        }
        write(value)
        return writer.bytes
    }

    private static func holdsInfinity(_ tree: JSONTree) -> Bool {
        switch tree {
        case .number(let text): Double(text).map(\.isInfinite) ?? true
        case .array(let elements): elements.contains(where: holdsInfinity)
        case .object(let members): members.values.contains(where: holdsInfinity)
        case .string, .boolean, .null: false
        }
    }

    private static func agree(_ ours: JSONTree, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .boolean(let value): return (theirs as? Bool) == value
        case .string(let text): return (theirs as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .number(let text):
            guard let number = theirs as? NSNumber, let value = Double(text) else { return false }
            return number.doubleValue == value || abs(number.doubleValue - value) <= abs(value) * 1e-15
        case .array(let elements):
            guard let others = theirs as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy(agree)
        case .object(let members):
            guard let others = theirs as? [String: Any], others.count == members.count else { return false }
            return members.allSatisfy { name, member in others[name].map { agree(member, $0) } ?? false }
        }
    }
}
