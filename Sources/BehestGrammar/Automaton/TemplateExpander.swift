/// Writes out every text that a template without lists stands for, as the values of lists need it.
struct TemplateExpander {
    /// The most texts of one template.
    static let mostTexts = 4096
    /// How deep pieces and rules may stand within each other.
    static let deepest = 96

    /// Finds the body of a rule; a reference that cannot be followed is reported there.
    let rule: (String, TemplatePart) throws(Failure) -> TemplatePart

    /// Why a template cannot be written out.
    enum Failure: Error {
        case tooManyTexts
        case tooDeep
        /// A list stands here.
        case list(Range<Int>)
        /// A reference is wrong, which has been reported.
        case reported
    }

    private var textsOfRules: [String: [String]] = [:]

    init(rule: @escaping (String, TemplatePart) throws(Failure) -> TemplatePart) {
        self.rule = rule
    }

    /// Every text of a piece, in order, none twice.
    mutating func texts(of part: TemplatePart, depth: Int = 0) throws(Failure) -> [String] {
        guard depth <= Self.deepest else { throw .tooDeep }
        switch part.kind {
        case .text(let text): return [text]
        case .sequence(let parts):
            return try joined(parts, depth: depth)
        case .alternatives(let parts):
            var texts: [String] = []
            for part in parts { texts += try self.texts(of: part, depth: depth + 1) }
            return try unique(texts)
        case .optional(let part): return try unique(texts(of: part, depth: depth + 1) + [""])
        case .permutation(let parts):
            guard parts.count <= SentenceCompiler.mostPermuted else { throw .tooManyTexts }
            return try unique(permutations(of: parts, depth: depth))
        case .rule(let name):
            if let texts = textsOfRules[name] { return texts }
            let texts = try texts(of: rule(name, part), depth: depth + 1)
            textsOfRules[name] = texts
            return texts
        case .list: throw .list(part.bytes)
        }
    }

    private mutating func joined(_ parts: [TemplatePart], depth: Int) throws(Failure) -> [String] {
        var texts = [""]
        for part in parts {
            let endings = try self.texts(of: part, depth: depth + 1)
            guard texts.count * endings.count <= Self.mostTexts else { throw .tooManyTexts }
            texts = texts.flatMap { text in endings.map { text + $0 } }
        }
        return try unique(texts)
    }

    private mutating func permutations(of parts: [TemplatePart], depth: Int) throws(Failure) -> [String] {
        guard !parts.isEmpty else { return [""] }
        var texts: [String] = []
        for index in parts.indices {
            var rest = parts
            let first = try self.texts(of: rest.remove(at: index), depth: depth + 1)
            let endings = try permutations(of: rest, depth: depth + 1)
            guard first.count * endings.count <= Self.mostTexts else { throw .tooManyTexts }
            for text in first { texts += endings.map { " \(text) \($0)" } }
        }
        return try unique(texts)
    }

    private func unique(_ texts: [String]) throws(Failure) -> [String] {
        guard texts.count <= Self.mostTexts else { throw .tooManyTexts }
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
