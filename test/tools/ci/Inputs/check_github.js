// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Validates a GitHub action or workflow against SchemaStore's schemas.
//
// usage: check_github.js VALIDATOR action|workflow FILE
const fs = require("fs");
const [validator, kind, file] = process.argv.slice(2);
const { validateAction, validateWorkflow } = require(validator);
const validate = kind === "action" ? validateAction : validateWorkflow;
// The validator prints what it finds; so does this, once.
console.log = () => {};
const { errors } = validate(fs.readFileSync(file, "utf8"));
process.stdout.write(`${file}: ${errors.length ? JSON.stringify(errors) : "valid"}\n`);
process.exitCode = errors.length ? 1 : 0;
