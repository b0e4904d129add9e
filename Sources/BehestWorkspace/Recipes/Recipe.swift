internal import BehestGrammar

/// Something that can be done to the workspace by its name, without more being said.
struct Recipe: Sendable, Hashable {
    /// Its name, as the program takes it.
    var name: String
    /// What it can be called besides.
    var aliases: [String] = []
    /// The program that does it; `nil` when more than one has it.
    var tool: RecipeTool?

    /// Whether a program takes a name for nothing but a name: no option, no assignment, nothing that a shell would read.
    static func isName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first != "-", name.utf8.count <= 200 else { return false }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "._-:/+@".unicodeScalars.contains(scalar)
        }
    }
}
