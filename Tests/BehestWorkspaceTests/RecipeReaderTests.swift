import FoundationEssentials
import Testing

@testable import BehestWorkspace

/// What files name can be done, as it is read without running anything.
struct RecipeReaderTests {
    @Test func targetsOfAMakefile() {
        let text = """
            # A comment: with a colon
            SHELL := /bin/sh
            CC ?= cc
            FLAGS = a: b
            .PHONY: all test-unit \\
                sub/dir
            all: build # what is usual
            build test-unit: main.o | out
            \techo "not: a target"
            \t@for x in a b; do echo $$x: ; done
            %.o: %.c
            $(OBJECTS): config.h
            $(foreach x,a:b,c): d
            out/file.o: x
            sub/dir:
            \ttrue
            both also &: c
            double:: a
            release: VERSION = 3
            release: build ; echo done
            define RULE
            inner: outer
            endef
            ifdef DEBUG
            debug:
            endif
            include more.mk
            export PATH := /bin:/usr/bin
            .DEFAULT_GOAL := all
            print-%: ; @echo $*
            build: again
            override X := a:b
            """
        #expect(
            MakefileReader.recipes(in: text).map(\.name) == [
                "all", "build", "test-unit", "sub/dir", "both", "also", "double", "release", "debug",
            ]
        )
    }

    @Test func recipesOfAJustfile() {
        let text = """
            set shell := ["bash", "-c"]
            set dotenv-load
            import 'more.just'
            mod other
            version := "1:2"
            export KEY := `date`
            text := '''
            not: a recipe
            '''
            alias b := build
            alias _x := build

            # Builds.
            build:
                echo a: b
            @quiet target='all' *flags: build
                true
            needs-one argument:
            needs-more +files:
            with-default path=(justfile_directory() / "a:b"): build (other "x")
            test-unit $MODE="fast":
            _hidden:
            [private]
            secret:
            [no-cd, private]
            also-secret:
            [confirm("Sure: really?")]
            [group: 'x']
            deploy: build && test-unit
            [linux]
            [private]
            third-secret:
            last:
            """
        let recipes = JustfileReader.recipes(in: text)
        #expect(recipes.map(\.name) == ["build", "quiet", "with-default", "test-unit", "deploy", "last"])
        #expect(recipes.first?.aliases == ["b"])
    }

    @Test func tasksOfATaskfile() throws {
        let text = """
            version: '3'
            vars: {X: {sh: date}}
            tasks:
              default: {cmds: [task -l]}
              build: &base
                desc: Builds
                aliases: [b, make]
                cmds: ['go build {{.X}}']
              docs:serve: echo hello
              secret: {internal: true, cmds: [x]}
              start:*: {cmds: [x]}
              release: {requires: {vars: [VERSION]}}
              again: *base
            """
        let recipes = try TaskfileReader.recipes(in: text, file: "Taskfile.yml")
        #expect(recipes.map(\.name) == ["default", "build", "docs:serve", "again"])
        #expect(recipes[1].aliases == ["b", "make"])
        #expect(try TaskfileReader.recipes(in: "version: '3'", file: "Taskfile.yml") == [])
        let error = #expect(throws: WorkspaceError.self) {
            try TaskfileReader.recipes(in: "tasks: [", file: "Taskfile.yml")
        }
        #expect(error?.message.hasPrefix("'Taskfile.yml' cannot be read in line 1: ") == true)
    }

    @Test func scriptsOfAPackage() throws {
        let text =
            #"{"name": "x", "scripts": {"test": "a", "pretest": "b", "build:prod": "c", "prepare": "d", "posted": "e"}}"#
        let recipes = try PackageScriptReader.recipes(in: Data(text.utf8), file: "package.json")
        #expect(recipes.map(\.name) == ["build:prod", "posted", "prepare", "test"])
        #expect(try PackageScriptReader.recipes(in: Data("{}".utf8), file: "package.json") == [])
        for broken in ["{", "[]", #"{"scripts": {"a": 1}}"#] {
            let error = #expect(throws: WorkspaceError.self) {
                try PackageScriptReader.recipes(in: Data(broken.utf8), file: "package.json")
            }
            #expect(error?.code == .unreadable)
        }
    }

    /// What would be an option, an assignment or text for a shell is no name.
    @Test(arguments: [
        ("test-unit", true), ("docs:serve", true), ("a/b", true), ("ü", true), ("-rf", false), ("CC=evil", false),
        ("a b", false), ("a;b", false), ("$(x)", false), ("`x`", false), ("", false), ("a\u{0}b", false), ("%", false),
    ])
    func onlyNamesAreNames(name: String, isName: Bool) {
        #expect(Recipe.isName(name) == isName)
    }

    /// Whatever stands in a file, reading it ends.
    @Test(arguments: [
        ":", "::", "\\", "a:\\", "\t", "define", "define x\n", "((((:", "'''", "x := '''", "[", "[private", "@", "@:",
        "a '", "alias", "alias a :=", ": =", "a::=b",
    ])
    func oddFilesDoNoHarm(text: String) {
        #expect(MakefileReader.recipes(in: text).allSatisfy { !$0.name.isEmpty })
        #expect(JustfileReader.recipes(in: text).allSatisfy { !$0.name.isEmpty })
    }
}
