internal import BehestWorkflow
internal import FoundationEssentials

/// Shows what an agent has told.
struct TaskLogText {
    private struct JSON: Encodable {
        var log: String
        var attempt: Int
        var path: String
        var text: String
    }

    let style: Style

    /// A heading and the text, with nothing in it that could steer a terminal.
    func lines(of file: TaskLogs.File) -> String {
        var text = text(of: file).visible
        while text.last == "\n" { text.removeLast() }
        return style.bold("── \(file.step), attempt \(file.attempt)") + "\n" + text
    }

    /// A line of JSON.
    func json(of file: TaskLogs.File) -> String {
        JSONLine.text(of: JSON(log: file.step, attempt: file.attempt, path: file.path, text: text(of: file)))
    }

    private func text(of file: TaskLogs.File) -> String {
        String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
    }
}
