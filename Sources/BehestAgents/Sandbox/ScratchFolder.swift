import BehestWorkflow
import FoundationEssentials
import Glibc

/// A folder of one program's own, for its temporary files.
struct ScratchFolder: Sendable {
    /// Its path, by all links.
    let path: String

    /// Makes it.
    init() throws {
        let base = FileManager.default.temporaryDirectory.path
        var template = Array("\(base.hasSuffix("/") ? String(base.dropLast()) : base)/behest-step-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, let name = unsafe mkdtemp(start) else { return nil }
            return unsafe String(cString: name)
        }
        guard let made, let real = RealPath.of(made) else { throw SystemError.last("make a folder in", base) }
        path = real
    }

    /// Removes it with all that is in it.
    func remove() {
        if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
        // A program may have left folders into which nobody may write.
        for folder in Self.folders(below: path) { _ = unsafe chmod(folder, 0o700) }
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func folders(below folder: String) -> [String] {
        _ = unsafe chmod(folder, 0o700)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var isFolder = false
            let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
            guard !isLink, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
                return []
            }
            return [path] + folders(below: path)
        }
    }
}
