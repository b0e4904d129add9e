internal import FoundationEssentials

/// The recordings that the arguments of `behest run` stand for.
struct RecordingList {
    /// What is wrong with one of the arguments.
    struct Problem {
        var path: String
        var message: String
    }

    /// The files in the order of the arguments, those of a folder, and of the folders in it, by name.
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
        let countBefore = paths.count + problems.count
        addRecordings(in: path)
        if paths.count + problems.count == countBefore {
            problems.append(Problem(path: path, message: "There is no recording in the folder '\(path)'."))
        }
    }

    /// Adds a folder's recordings by name, and those of the folders in it.
    private mutating func addRecordings(in path: String) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            problems.append(Problem(path: path, message: "The folder '\(path)' may not be read."))
            return
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        for name in names.sorted() where !name.hasPrefix(".") {
            // Of the entry itself: a link to a folder is not followed, since it may lead back here.
            let type = try? FileManager.default.attributesOfItem(atPath: folder + name)[.type] as? FileAttributeType
            if type == .typeDirectory {
                addRecordings(in: folder + name)
            } else if Self.isRecording(name) {
                paths.append(folder + name)
            }
        }
    }

    private static func isRecording(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }
}
