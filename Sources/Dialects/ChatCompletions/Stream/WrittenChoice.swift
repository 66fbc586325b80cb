import WhitworthJSON
import WhitworthModel

/// A choice being written: which of its blocks is what, and what has been said of it.
struct WrittenChoice {
    private enum Kind {
        case text
        case refusal
        /// Its place in `reasoning_details`; nil where nothing is bound and plain text is all there is.
        case reasoning(detail: Int?)
        /// Its place in `tool_calls`.
        case call(Int)
        /// A block of another vocabulary: its place in that vocabulary's list.
        case foreign(Int)
        /// Written whole at its start.
        case whole
    }

    let index: Int
    /// Members of the choice, written with its finish reason.
    var extras = Extras()
    private var open: [(id: BlockID, kind: Kind)] = []
    private var hasRole = false
    private var calls = 0
    /// Places of calls of which no argument was said yet.
    private var callsWithoutArguments: Set<Int> = []
    private var details = 0
    private var foreignBlocks = 0
    private var citations = 0
    private var logprobs: JSONValue?

    init(index: Int) {
        self.index = index
    }

    mutating func begin(_ id: BlockID, _ content: Content, chunk: ChunkFrame, into bytes: inout [UInt8]) {
        switch content {
        case .text(let block):
            open.append((id, .text))
            // An empty text is told by the role's chunk.
            if !hasRole || !block.text.isEmpty {
                write(chunk, contentIsText: true, into: &bytes) { json in
                    if !block.text.isEmpty { json.member("content", block.text) }
                }
            }
        case .refusal(let block):
            open.append((id, .refusal))
            if !block.text.isEmpty { write(chunk, isRefusal: true, into: &bytes) { $0.member("refusal", block.text) } }
        case .reasoning(let block): beginReasoning(id, block, chunk: chunk, into: &bytes)
        case .toolCall(let call):
            let place = calls
            calls += 1
            open.append((id, .call(place)))
            if call.arguments.text.isEmpty { callsWithoutArguments.insert(place) }
            write(chunk, into: &bytes) { json in
                json.key("tool_calls")
                json.array { list in
                    list.object { element in
                        element.member("index", place)
                        element.member("id", call.id)
                        element.member("type", "function")
                        element.key("function")
                        element.object { function in
                            function.member("name", call.name)
                            function.member("arguments", call.arguments.text)
                        }
                        MemberWriter.write(call.extras, to: &element)
                    }
                }
            }
        case .opaque(let block) where block.slug != .openai:
            let place = foreignBlocks
            foreignBlocks += 1
            open.append((id, .foreign(place)))
            write(chunk, into: &bytes) { json in
                json.key(MemberWriter.name("content", of: block.slug))
                json.array { list in
                    list.object { element in
                        element.member("index", place)
                        element.member("position", id.index)
                        element.member("block", block.value)
                    }
                }
            }
        case .opaque(let block):
            // A call of another type, whole at once.
            open.append((id, .whole))
            let place = calls
            calls += 1
            write(chunk, into: &bytes) { json in
                json.key("tool_calls")
                json.array { list in
                    list.beginObject()
                    list.member("index", place)
                    for (key, value) in block.value.members {
                        list.key(key)
                        list.write(value)
                    }
                    list.endObject()
                }
            }
        case .image, .audio, .document, .toolResult: open.append((id, .whole))
        }
    }

    private mutating func beginReasoning(
        _ id: BlockID, _ block: ReasoningContent, chunk: ChunkFrame, into bytes: inout [UInt8]
    ) {
        guard block.isBound else {
            open.append((id, .reasoning(detail: nil)))
            if let text = block.text, !text.isEmpty {
                write(chunk, into: &bytes) { $0.member("reasoning_content", text) }
            }
            return
        }
        let place = details
        details += 1
        open.append((id, .reasoning(detail: place)))
        write(chunk, into: &bytes) { json in
            if let text = block.text, !text.isEmpty { json.member("reasoning_content", text) }
            json.key("reasoning_details")
            json.array { list in
                list.beginObject()
                ReasoningCarrierWriter.writeHead(of: block, index: place, position: id.index, to: &list)
                list.member(ifPresent: "text", block.text)
                list.member(ifPresent: "signature", block.signature)
                list.member(ifPresent: "data", block.sealed)
                list.endObject()
            }
        }
    }

    mutating func grow(_ id: BlockID, by delta: BlockDelta, chunk: ChunkFrame, into bytes: inout [UInt8]) {
        guard let kind = open.last(where: { $0.id == id })?.kind else { return }
        switch (kind, delta) {
        case (.text, .text(let text)): write(chunk, into: &bytes) { $0.member("content", text) }
        case (.refusal, .text(let text)): write(chunk, isRefusal: true, into: &bytes) { $0.member("refusal", text) }
        case (.reasoning(nil), .text(let text)):
            write(chunk, into: &bytes) { $0.member("reasoning_content", text) }
        case (.reasoning(let place?), .text(let text)):
            write(chunk, into: &bytes) { json in
                json.member("reasoning_content", text)
                Self.writeDetail(place, "text", text, to: &json)
            }
        case (.reasoning(let place), .signature(let text)):
            // A signature for what began unbound still needs a place.
            write(chunk, into: &bytes) { Self.writeDetail(place ?? 0, "signature", text, to: &$0) }
        case (.call(let place), .arguments(let text)):
            if !text.isEmpty { callsWithoutArguments.remove(place) }
            write(arguments: text, ofCall: place, chunk: chunk, into: &bytes)
        case (_, .citation(let value)):
            let place = citations
            citations += 1
            write(chunk, into: &bytes) { json in
                json.key(MemberWriter.name("citations", of: .anthropic))
                json.array { ReasoningCarrierWriter.write(value, index: place, position: id.index, to: &$0) }
            }
        case (.foreign(let place), .arguments(let text)):
            write(chunk, into: &bytes) { json in
                json.key(MemberWriter.name("content", of: .anthropic))
                json.array { list in
                    list.object { element in
                        element.member("index", place)
                        element.member("input", text)
                    }
                }
            }
        case (.foreign(let place), .opaque(let slug, let value)):
            write(chunk, into: &bytes) { json in
                json.key(MemberWriter.name("content", of: slug))
                json.array { list in
                    list.object { element in
                        element.member("index", place)
                        element.member("delta", value)
                    }
                }
            }
        default: break
        }
    }

    mutating func end(_ id: BlockID, chunk: ChunkFrame, into bytes: inout [UInt8]) {
        // Messages streams nothing for a call without arguments; clients here parse what they put together, and a whole
        // answer has an empty object.
        if case .call(let place)? = open.last(where: { $0.id == id })?.kind,
            callsWithoutArguments.remove(place) != nil
        {
            write(arguments: "{}", ofCall: place, chunk: chunk, into: &bytes)
        }
        open.removeAll { $0.id == id }
    }

    private mutating func write(
        arguments text: JSONText, ofCall place: Int, chunk: ChunkFrame, into bytes: inout [UInt8]
    ) {
        write(chunk, into: &bytes) { json in
            json.key("tool_calls")
            json.array { list in
                list.object { element in
                    element.member("index", place)
                    element.key("function")
                    element.object { $0.member("arguments", text) }
                }
            }
        }
    }

    /// Written with the delta that follows, as clients expect them.
    mutating func add(logprobs value: JSONValue, chunk: ChunkFrame, into bytes: inout [UInt8]) {
        if logprobs != nil { write(chunk, into: &bytes) { _ in } }
        logprobs = value
    }

    mutating func write(messageExtras extras: Extras, chunk: ChunkFrame, into bytes: inout [UInt8]) {
        write(chunk, into: &bytes) { MemberWriter.write(extras, to: &$0) }
    }

    mutating func finish(_ finish: Finish, chunk: ChunkFrame, into bytes: inout [UInt8]) {
        // An answer of no blocks is still an assistant's.
        if !hasRole { write(chunk, into: &bytes) { _ in } }
        var word = JSONWriter(singleLine: true)
        word.write(Names.finish(finish))
        var members = JSONWriter(singleLine: true)
        members.beginObject()
        MemberWriter.writeDetail(of: finish, to: &members)
        MemberWriter.write(extras, to: &members)
        // The members' braces are left out: they continue the choice.
        let more = members.bytes.dropFirst()
        let tail = more.isEmpty ? word.bytes : word.bytes + [0x2C] + more
        chunk.begin(choice: index, into: &bytes)
        bytes.append(literal: "{}")
        chunk.end(logprobs: logprobs, finish: tail, into: &bytes)
        logprobs = nil
    }

    private static func writeDetail(_ place: Int, _ name: StaticString, _ text: JSONText, to json: inout JSONWriter) {
        json.key("reasoning_details")
        json.array { list in
            list.object { element in
                element.member("index", place)
                element.member(name, text)
            }
        }
    }

    /// A chunk of this choice; the first one says the role, and whether text comes.
    private mutating func write(
        _ chunk: ChunkFrame, contentIsText: Bool = false, isRefusal: Bool = false, into bytes: inout [UInt8],
        _ delta: (inout JSONWriter) -> Void
    ) {
        chunk.begin(choice: index, into: &bytes)
        var json = JSONWriter(appendingTo: bytes)
        bytes = []
        json.beginObject()
        if !hasRole {
            hasRole = true
            json.member("role", "assistant")
            if contentIsText { json.member("content", "") } else { json.memberNull("content") }
            if !isRefusal { json.memberNull("refusal") }
        }
        delta(&json)
        json.endObject()
        bytes = json.bytes
        chunk.end(logprobs: logprobs, into: &bytes)
        logprobs = nil
    }
}
