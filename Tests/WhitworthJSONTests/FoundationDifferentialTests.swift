import Foundation
import Testing
import WhitworthJSON
import WhitworthTestSupport

@Suite("Foundation reads the same")
struct FoundationDifferentialTests {
    /// nil where Foundation refuses.
    private func foundation(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    /// Where the two trees differ; nil where they are the same.
    private func difference(_ value: JSONValue, _ other: Any, at path: String = "$") -> String? {
        switch value.kind {
        case .object:
            guard let other = other as? [String: Any], other.count == value.members.count else { return path }
            for (key, member) in value.members {
                guard let match = other[key.string] else { return path + "." + key.string }
                if let found = difference(member, match, at: path + "." + key.string) { return found }
            }
            return nil
        case .array:
            guard let other = other as? [Any], other.count == value.elements.count else { return path }
            for (index, pair) in zip(value.elements, other).enumerated() {
                if let found = difference(pair.0, pair.1, at: path + "[\(index)]") { return found }
            }
            return nil
        case .string:
            guard let other = other as? String, let string = value.string else { return path }
            // Foundation takes U+FEFF at a string's beginning for a byte order mark and drops it.
            let kept = string.unicodeScalars.first == "\u{FEFF}" ? String(string.unicodeScalars.dropFirst()) : string
            return other.utf8.elementsEqual(string.utf8) || other.utf8.elementsEqual(kept.utf8) ? nil : path
        case .null: return other is NSNull ? nil : path
        case .boolean, .number:
            guard let number = other as? NSNumber else { return path }
            let isBoolean = String(cString: number.objCType) == "c"
            if value.kind == .boolean { return isBoolean && number.boolValue == value.bool ? nil : path }
            // Foundation rounds long numbers twice and may be a unit in the last place off; ours is the nearest.
            let isClose = value.double.map { abs($0 - number.doubleValue) <= 2 * $0.ulp } ?? false
            return !isBoolean && isClose ? nil : path
        }
    }

    /// Names that are canonically equivalent are one name in Foundation's dictionary, so the trees cannot agree.
    private func hasNamesSwiftCallsEqual(_ value: JSONValue) -> Bool {
        Set(value.members.map(\.key.string)).count != value.members.count
            || (value.members.map(\.value) + value.elements).contains(where: hasNamesSwiftCallsEqual)
    }

    /// RFC 8259 §6 sets no range; Foundation refuses what a double cannot hold, we keep the text.
    private func hasNumberOutOfRange(_ value: JSONValue) -> Bool {
        value.double?.isInfinite == true
            || (value.members.map(\.value) + value.elements).contains(where: hasNumberOutOfRange)
    }

    private func judge(_ bytes: [UInt8], seed: Int) {
        guard let ours = try? JSONValue(parsing: bytes), !hasNumberOutOfRange(ours), !hasNamesSwiftCallsEqual(ours)
        else {
            return
        }
        guard let theirs = foundation(bytes) else {
            Issue.record("seed \(seed): Foundation refuses \(String(decoding: bytes, as: UTF8.self))")
            return
        }
        let found = difference(ours, theirs)
        #expect(found == nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }

    @Test("law: random documents are accepted by both, with the same tree", arguments: 0..<300)
    func valid(_ seed: Int) throws {
        let bytes = RandomDocument.bytes(seed: UInt64(seed))
        _ = try JSONValue(parsing: bytes)
        judge(bytes, seed: seed)
    }

    @Test("law: whatever we accept of mutated bytes Foundation accepts with the same tree")
    func mutated() {
        var accepted = 0
        for seed in 0..<4000 {
            let bytes = RandomDocument.mutated(RandomDocument.bytes(seed: UInt64(seed % 200)), seed: UInt64(seed))
            if (try? JSONValue(parsing: bytes)) != nil { accepted += 1 }
            judge(bytes, seed: seed)
        }
        // Both verdicts occur often enough for the law to mean something.
        #expect((400...3600).contains(accepted))
    }

    /// What Foundation lets pass and we refuse, each on purpose.
    private func isStricterOnPurpose(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
        switch error.reason {
        case .duplicateKey: true
        // UTF-16 and UTF-32, which RFC 8259 §8.1 does not allow.
        case .unexpectedByte(0x00): error.offset < 4
        // A byte order mark before the document.
        case .unexpectedByte(0xEF): error.offset == 0
        default: false
        }
    }

    @Test("law: what we refuse Foundation refuses too, except where ours is stricter on purpose")
    func refused() {
        for seed in 0..<4000 {
            let bytes = RandomDocument.mutated(RandomDocument.bytes(seed: UInt64(seed % 200)), seed: UInt64(seed))
            do throws(JSONError) {
                _ = try JSONValue(parsing: bytes)
            } catch {
                if foundation(bytes) != nil, !isStricterOnPurpose(error, bytes) {
                    Issue.record(
                        "seed \(seed): Foundation accepts what is \(error): \(String(decoding: bytes, as: UTF8.self))")
                }
            }
        }
    }

    @Test("the two agree on the cases written from the grammar", arguments: SuiteCase.accepted)
    func accepted(_ example: SuiteCase) {
        judge(example.bytes, seed: 0)
    }

    /// A random tree of Foundation's own.
    private func tree(_ random: inout SeededGenerator, depth: Int) -> Any {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return NSNull()
        case 1: return Bool.random(using: &random)
        case 2: return Int.random(in: .min ... .max, using: &random) >> Int.random(in: 0..<63, using: &random)
        case 3: return Double.random(in: -1e6...1e6, using: &random)
        case 4:
            let scalars = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...(random.oneIn(4) ? 0x10FFFF : 0xFF), using: &random))
            }
            return String(String.UnicodeScalarView(scalars))
        case 5: return (0..<Int.random(in: 0...4, using: &random)).map { _ in tree(&random, depth: depth - 1) }
        default:
            var object: [String: Any] = [:]
            for index in 0..<Int.random(in: 0...4, using: &random) {
                object["\(index)\n/\""] = tree(&random, depth: depth - 1)
            }
            return object
        }
    }

    @Test("law: what Foundation writes we read as the same tree", arguments: 0..<200)
    func theirs(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let tree = tree(&random, depth: 4)
        let data = try JSONSerialization.data(withJSONObject: tree, options: [.fragmentsAllowed])
        let value = try JSONValue(parsing: Array(data))
        #expect(difference(value, tree) == nil, "\(String(decoding: data, as: UTF8.self))")
    }
}
