internal import BehestGrammar
internal import FoundationEssentials

/// Reads cases line by line, from a file or as they come in.
enum CaseLines {
    /// Reads every line that is not blank, with its number.
    ///
    /// - Throws: ``GrammarFiles/Unreadable`` when there is no such file.
    static func read(_ path: String, _ take: (_ number: Int, _ line: String) -> Void) throws {
        var number = 0
        func count(_ line: some StringProtocol) {
            number += 1
            if line.contains(where: { !$0.isWhitespace }) { take(number, String(line)) }
        }
        guard path != "-" else {
            while let line = readLine() { count(line) }
            return
        }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw GrammarFiles.Unreadable(path: path, reason: "there is no such file, or it cannot be opened")
        }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            count(line)
        }
    }
}

/// One case: a text and what is known beside it.
struct CaseLine: Decodable {
    var text: String
    var context: [String: SlotValue]

    private enum CodingKeys: String, CodingKey {
        case text, context
    }

    /// What is known of one thing: its value, or an object that has it.
    private struct Known: Decodable {
        var value: SlotValue

        private enum CodingKeys: String, CodingKey {
            case value
        }

        init(from decoder: any Decoder) throws {
            if let object = try? decoder.container(keyedBy: CodingKeys.self) {
                value = try object.decodeIfPresent(SlotValue.self, forKey: .value) ?? .null
            } else {
                value = try SlotValue(from: decoder)
            }
        }
    }

    /// Why a line is no case.
    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container.decode(String.self, forKey: .text)
        context = try container.decodeIfPresent([String: Known].self, forKey: .context)?.mapValues(\.value) ?? [:]
    }

    /// Reads a line of JSON.
    ///
    /// - Throws: ``Problem``.
    init(_ line: String) throws(Problem) {
        do {
            self = try JSONDecoder().decode(CaseLine.self, from: Data(line.utf8))
        } catch DecodingError.keyNotFound(let key, _) {
            throw Problem(description: "it has no '\(key.stringValue)'")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw Problem(description: place.isEmpty ? "it is no JSON object" : "'\(place)' is of the wrong type")
        } catch {
            throw Problem(description: "it is not valid JSON")
        }
    }
}

/// What a case means, as a line of JSON.
struct ReadingLine {
    let text: String

    init(_ match: Match?) {
        let intent = match.map { JSONLine.text(of: $0.interpretation.intent) } ?? "null"
        let slots = (match?.interpretation.slots ?? []).map { slot in
            let value = match?.formatValues[slot.name] ?? slot.value
            return "\(JSONLine.text(of: slot.name)): \(Self.json(value))"
        }
        text = "{\"intent\": \(intent), \"slots\": {\(slots.joined(separator: ", "))}}"
    }

    /// A number that was written in digits stays one with a decimal point, as the format has it.
    private static func json(_ value: SlotValue) -> String {
        switch value {
        case .text(let text): JSONLine.text(of: text)
        case .list(let values): "[\(values.map(json).joined(separator: ", "))]"
        case .null: "null"
        case .integer, .number, .boolean: value.description
        }
    }
}
