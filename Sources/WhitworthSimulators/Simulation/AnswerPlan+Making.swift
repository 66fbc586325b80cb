import WhitworthJSON

extension AnswerPlan {
    /// The answer to a turn.
    ///
    /// - Parameter variation: the position among several answers to one request; those of chosen length differ by it.
    /// - Throws: `DirectiveError` when a directive asks for a tool that was not offered.
    init(for turn: Turn, following directives: Directives, variation: Int = 0) throws(DirectiveError) {
        let seed = StableHash.mix(turn.seed &+ UInt64(truncatingIfNeeded: variation))
        if turn.wantsThinking {
            let words = directives.think ?? 12
            let thinking = directives.thinking ?? Words.text(words, seed: seed ^ 0x7468_696E_6B)
            self.thinking = TokenCount.tokens(of: thinking)
            isRedacted = directives.isRedacted
        }
        if let refusal = directives.refusal {
            self.refusal = TokenCount.tokens(of: refusal)
            finish = .refusal
        } else {
            calls = try Self.calls(turn, directives)
            if calls.isEmpty || directives.echo != nil || directives.words != nil {
                var text = Self.text(turn, directives, seed: seed)
                if let stop = directives.stop { text += (text.isEmpty ? "" : " ") + stop + " and more." }
                setText(text, stops: turn.stops)
            }
            if !calls.isEmpty, finish == .done { finish = .calls }
        }
        if let limit = turn.limit { cut(to: limit) }
        if let reason = directives.finish { finish = .other(reason) }
    }

    private mutating func setText(_ text: String, stops: [String]) {
        var text = text
        var first: (place: String.Index, stop: String)?
        for stop in stops where !stop.isEmpty {
            guard let place = text.firstOccurrence(of: stop) else { continue }
            if first.map({ place < $0.place }) ?? true { first = (place, stop) }
        }
        if let first {
            text = String(text[..<first.place])
            finish = .stopSequence(first.stop)
            calls = []
        }
        self.text = TokenCount.tokens(of: text)
    }

    private mutating func cut(to limit: Int) {
        guard outputTokens > limit else { return }
        var rest = limit
        if let tokens = thinking {
            thinking = Array(tokens.prefix(rest))
            rest -= min(rest, tokens.count)
        }
        if let tokens = refusal { refusal = Array(tokens.prefix(rest)) }
        if let tokens = text {
            text = Array(tokens.prefix(rest))
            rest -= min(rest, tokens.count)
        }
        // A call that is begun is cut in its arguments, as the real ones are.
        var kept: [Call] = []
        for var call in calls where rest > 0 {
            let name = TokenCount.tokens(of: call.name).count
            let whole = TokenCount.tokens(of: call.name + call.arguments).count
            if whole > rest {
                call.arguments = TokenCount.tokens(of: call.arguments).prefix(max(0, rest - name)).joined()
            }
            rest -= min(rest, whole)
            kept.append(call)
        }
        calls = kept
        if text == nil, calls.isEmpty, refusal == nil { text = [] }
        finish = .length
    }

    // MARK: Content

    private static func calls(_ turn: Turn, _ directives: Directives) throws(DirectiveError) -> [Call] {
        if case .none = turn.choice, !directives.calls.isEmpty { return [] }
        var wanted = directives.calls
        switch turn.choice {
        case .named(let name):
            wanted = wanted.filter { $0.name == name }
            if wanted.isEmpty { wanted = [.init(name: name, arguments: nil)] }
        case .any where wanted.isEmpty:
            if let first = turn.tools.first { wanted = [.init(name: first.name, arguments: nil)] }
        default: break
        }
        if !turn.isParallel { wanted = Array(wanted.prefix(1)) }
        var calls: [Call] = []
        for call in wanted {
            guard let tool = turn.tools.first(where: { $0.name == call.name }) else {
                throw DirectiveError(message: "simulator: the tool '\(call.name)' was not offered")
            }
            if tool.isFreeText {
                calls.append(Call(name: tool.name, arguments: call.arguments ?? "free text", isFreeText: true))
            } else {
                let arguments = call.arguments ?? tool.schema.map { SchemaValue.text(for: $0) } ?? "{}"
                calls.append(Call(name: tool.name, arguments: arguments))
            }
        }
        return calls
    }

    private static func text(_ turn: Turn, _ directives: Directives, seed: UInt64) -> String {
        if let echo = directives.echo { return echo }
        if let words = directives.words { return Words.text(words, seed: seed) }
        switch turn.format {
        case .schema(let schema): return SchemaValue.text(for: schema)
        case .object: return "{\"simulated\":true}"
        case .text: break
        }
        if let result = turn.toolResults.last { return Directives.removed(from: result) }
        return description(of: turn)
    }

    /// An answer that tells what was asked.
    private static func description(of turn: Turn) -> String {
        var text = "This is \(turn.model), simulated. I read \(turn.messages) message\(turn.messages == 1 ? "" : "s")"
        if turn.images > 0 { text += ", \(turn.images) image\(turn.images == 1 ? "" : "s")" }
        if turn.documents > 0 { text += ", \(turn.documents) document\(turn.documents == 1 ? "" : "s")" }
        text += "."
        let said = Directives.removed(from: turn.text)
        if !said.isEmpty {
            let start = said.prefix(200)
            text += " You said: " + start + (start.endIndex < said.endIndex ? "…" : "")
        }
        if !turn.tools.isEmpty {
            text += " You offered: " + turn.tools.prefix(10).map(\.name).joined(separator: ", ") + "."
        }
        return text
    }
}

extension String {
    /// Where a text first occurs in this one.
    func firstOccurrence(of text: String) -> Index? {
        guard !text.isEmpty else { return nil }
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) { return index }
            formIndex(after: &index)
        }
        return nil
    }
}
