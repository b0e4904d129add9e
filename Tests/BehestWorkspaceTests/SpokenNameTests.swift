import BehestGrammar
import BehestWorkspace
import Testing

struct SpokenNameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var spoken: [String]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "UserStore.swift", spoken: ["user store", "user store dot swift", "user store swift"]),
        Case(name: "HTTPClient2", spoken: ["http client two", "h t t p client two"]),
        Case(name: "HTTPClient.swift", spoken: ["h t t p client", "http client dot swift"]),
        Case(name: "snake_case", spoken: ["snake case", "snake underscore case"]),
        Case(name: "kebab-case", spoken: ["kebab case", "kebab dash case"]),
        Case(name: "camelCase", spoken: ["camel case"]),
        Case(name: "PascalCaseWithMany", spoken: ["pascal case with many"]),
        Case(name: "parseURLs", spoken: ["parse urls"]),
        Case(name: "JSONDecoder", spoken: ["json decoder", "j s o n decoder"]),
        Case(name: "XMLHTTPRequest", spoken: ["xmlhttp request", "x m l h t t p request"]),
        Case(
            name: "README.md",
            spoken: ["readme", "readme dot md", "readme dot m d", "readme markdown", "readme dot markdown"]
        ),
        Case(name: "config.yaml", spoken: ["config", "config dot yaml", "config dot y a m l", "config yaml"]),
        Case(name: "compose.yml", spoken: ["compose dot yml", "compose dot y m l", "compose dot yaml"]),
        Case(name: ".gitignore", spoken: ["gitignore", "dot gitignore"]),
        Case(name: ".swift-format", spoken: ["swift format", "dot swift dash format"]),
        Case(name: "utf8.c", spoken: ["utf eight", "u t f eight", "utf eight dot c"]),
        Case(name: "area51", spoken: ["area fifty one", "area five one"]),
        Case(
            name: "migration_007.sql",
            spoken: ["migration zero zero seven", "migration seven", "migration seven dot s q l"]
        ),
        Case(name: "__init__.py", spoken: ["init", "init dot py", "init dot p y", "init dot python"]),
        Case(name: "MAX_RETRY_COUNT", spoken: ["max retry count", "max underscore retry underscore count"]),
        Case(name: "tsconfig.build.json", spoken: ["tsconfig build", "tsconfig dot build dot json"]),
        Case(name: "x86", spoken: ["x eighty six", "x eight six"]),
        Case(name: "Überblick.txt", spoken: ["überblick", "überblick dot text"]),
        Case(name: "2024", spoken: ["two thousand twenty four", "two zero two four"]),
        Case(name: "20240131", spoken: ["two zero two four zero one three one"]),
        Case(name: "Makefile", spoken: ["makefile"]),
        Case(name: "a", spoken: ["a"]),
    ])
    func saysNamesAsPeopleDo(_ example: Case) {
        let forms = Self.words(SpokenName(language: "en").forms(ofFile: example.name))
        for spoken in example.spoken {
            #expect(forms.contains(spoken), "\(spoken) is not in \(forms)")
        }
    }

    @Test(arguments: ["", "-", "___", "...", "/"])
    func nothingToSayHasNoForms(name: String) {
        #expect(SpokenName(language: "en").forms(ofFile: name) == [])
    }

    @Test func formsAreFewHoweverOddTheName() {
        let name = String(repeating: "HTTP12API34", count: 40) + ".tar"
        let forms = SpokenName(language: "en").forms(ofFile: name)
        #expect((1...24).contains(forms.count))
        #expect(Set(forms).count == forms.count)
    }

    @Test func saysTheSignsInTheLanguage() {
        #expect(SpokenName(language: "de").forms(ofFile: "UserStore.swift").contains("user store Punkt swift"))
        #expect(SpokenName(language: "fr-CA").forms(ofFile: "UserStore.swift").contains("user store point swift"))
        #expect(SpokenName(language: "xx").forms(ofFile: "UserStore.swift").contains("user store dot swift"))
    }

    /// The forms as the grammar will hear them.
    private static func words(_ forms: [String]) -> [String] {
        let tokenizer = WordTokenizer(language: "en")
        return forms.map { tokenizer.words(of: $0).joined(separator: " ") }
    }
}
