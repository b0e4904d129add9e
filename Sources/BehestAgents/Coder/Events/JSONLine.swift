import BehestWorkflow
import FoundationEssentials

/// A line of JSON in the stream of an agent.
enum JSONLine {
    /// The object on a line; `nil` when there is none.
    ///
    /// Bytes that are not UTF-8 are repaired.
    static func object(_ line: [UInt8]) -> JSONValue? {
        // Most of what is no JSON is told from it by its first sign, at no cost.
        guard line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") else { return nil }
        let data = Data(String(decoding: line, as: UTF8.self).utf8)
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: data), case .mapping = value else {
            return nil
        }
        return value
    }
}

extension JSONValue {
    /// A whole number that fits.
    var count: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number.rounded())
    }

    /// A number that is one.
    var finiteNumber: Double? {
        guard case .number(let number) = self, number.isFinite else { return nil }
        return number
    }
}

extension String {
    /// The text on one line with at most so many characters.
    func brief(_ limit: Int) -> String {
        Markdown.line(String(prefix(limit * 4)), limit: limit)
    }

    /// At most so many characters of the text, its lines kept.
    func bounded(_ limit: Int = 10_000) -> String {
        count <= limit ? self : "\(prefix(limit))…"
    }
}
