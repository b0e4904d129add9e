import Testing

@testable import BehestGrammar

struct GrammarVocabularyTests {
    @Test func theNamesOfListsAreThereOnceAndThoseOfThePackFirst() throws {
        let document = PackDocument(
            text: """
                language: en
                intents:
                  Deploy: {data: [{sentences: ["deploy {service} to {place}"], lists: {place: {values: [staging]}}}]}
                lists:
                  found: {from: files}
                  level: {range: {from: 1, to: 9}}
                  service: {values: [web, {in: "(api|the api)", out: api}, staging]}
                  text: {wildcard: true}
                """,
            file: "pack.yaml"
        )
        var pack = try #require(GrammarPack.read(document).pack)
        #expect(pack.vocabulary == ["staging", "web", "api", "the api"])
        let content = try #require(pack.lists["service"]?.content)
        pack.lists["found"]?.content = content
        #expect(pack.vocabulary == ["staging", "web", "api", "the api"])
    }
}
