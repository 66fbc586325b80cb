import WhitworthJSON
import WhitworthModel

/// Gathers what a message has no place for, to be written beside its content.
///
/// See Documentation/Decisions/0004-reasoning-on-chat-completions.md.
struct ReasoningCarrierWriter {
    private var reasoning: [(position: Int, block: ReasoningContent)] = []
    private var blocks: [(position: Int, block: OpaqueContent)] = []
    private var citations: [(position: Int, list: JSONValue)] = []

    mutating func add(_ block: ReasoningContent, at position: Int) { reasoning.append((position, block)) }

    mutating func add(_ block: OpaqueContent, at position: Int) { blocks.append((position, block)) }

    mutating func add(citations list: JSONValue?, at position: Int) {
        if let list, list.array?.isEmpty == false { citations.append((position, list)) }
    }

    func write(to json: inout JSONWriter) {
        let texts = reasoning.compactMap(\.block.text)
        if !texts.isEmpty {
            json.key("reasoning_content")
            json.write(joining: texts)
        }
        if reasoning.contains(where: { $0.block.isBound }) {
            json.key("reasoning_details")
            json.beginArray()
            for (index, entry) in reasoning.enumerated() {
                json.beginObject()
                Self.writeHead(of: entry.block, index: index, position: entry.position, to: &json)
                json.member(ifPresent: "text", entry.block.text)
                json.member(ifPresent: "signature", entry.block.signature)
                json.member(ifPresent: "data", entry.block.sealed)
                json.endObject()
            }
            json.endArray()
        }
        writeBlocks(to: &json)
        writeCitations(to: &json)
    }

    /// The members said once: which, of what kind, whose, and where if not simply before all else.
    static func writeHead(of block: ReasoningContent, index: Int, position: Int, to json: inout JSONWriter) {
        json.member("index", index)
        json.member("type", block.sealed == nil ? "reasoning.text" : "reasoning.encrypted")
        json.member("format", ReasoningFormat.name(block.origin))
        if position != index { json.member("position", position) }
    }

    private func writeBlocks(to json: inout JSONWriter) {
        if blocks.isEmpty { return }
        json.key(MemberWriter.name("content", of: blocks[0].block.slug))
        json.beginArray()
        for (index, entry) in blocks.enumerated() {
            json.object { element in
                element.member("index", index)
                element.member("position", entry.position)
                element.member("block", entry.block.value)
            }
        }
        json.endArray()
    }

    private func writeCitations(to json: inout JSONWriter) {
        if citations.isEmpty { return }
        json.key(MemberWriter.name("citations", of: .anthropic))
        json.beginArray()
        var index = 0
        for entry in citations {
            for citation in entry.list.elements {
                Self.write(citation, index: index, position: entry.position, to: &json)
                index += 1
            }
        }
        json.endArray()
    }

    /// One citation, and the block it belongs to.
    static func write(_ citation: JSONValue, index: Int, position: Int, to json: inout JSONWriter) {
        json.object { element in
            element.member("index", index)
            element.member("position", position)
            element.member("citation", citation)
        }
    }
}

extension ReasoningContent {
    /// Whether there is more to it than text that anybody may drop.
    var isBound: Bool { signature != nil || sealed != nil || origin != nil }
}
