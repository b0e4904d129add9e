internal import FoundationEssentials

/// The recordings that the arguments of `behest run` stand for.
struct RecordingList {
    /// What is wrong with one of the arguments.
    struct Problem {
        var path: String
        var message: String
    }

    /// The files in the order of the arguments, those of a folder by name.
    private(set) var paths: [String] = []

    /// The arguments that stand for nothing.
    private(set) var problems: [Problem] = []

    /// The endings of the formats that are looked for in a folder; a file that is named itself may have any.
    private static let endings: Set<String> = [
        "wav", "flac", "ogg", "oga", "opus", "mp3", "aiff", "aif", "aifc", "au", "caf", "w64", "rf64",
    ]

    init(paths: [String]) {
        for path in paths { add(path) }
    }

    private mutating func add(_ path: String) {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory else {
            paths.append(path)
            return
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            problems.append(Problem(path: path, message: "The folder '\(path)' may not be read."))
            return
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        let recordings = names.filter(Self.isRecording).sorted()
        if recordings.isEmpty {
            problems.append(Problem(path: path, message: "There is no recording in the folder '\(path)'."))
        }
        paths += recordings.map { folder + $0 }
    }

    private static func isRecording(_ name: String) -> Bool {
        guard !name.hasPrefix("."), let dot = name.lastIndex(of: ".") else { return false }
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }
}
