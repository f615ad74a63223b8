// The peers' npm packages, downloaded once into target/peers and checked by the SHA-512 hashes below.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join("target", "peers");
const PACKAGES = {
  "survey-core@2.5.38": "uI/5ocM08K3LKCa6M1njs8YbRuuF/4vxfAFwyo0RaImoAVdGKkayxt2gNqapTOb0qwYX6OFdDTkEqSMgjYsW8g==",
  "survey-js-ui@2.5.38": "BZ+zQlt/PvR76MgD0lrlD2rZjOoQ78Qt1mdpxpHngVufD6sJUTI3xGOJGiYYLxVh328YtU06TO8vbhXxpDbz5w==",
  "nouislider@15.8.1": "93TweAi8kqntHJSPiSWQ1o/uZ29VWOmal9YKb6KKGGlCkugaNfAupT7o1qTHqdJvNQ7S0su5rO6qRFCjP8fxtw==",
  "posthog-js@1.449.2": "vji+h92IHaLlFSEnRH1hwe8uLWGOdDUImmPXexj/+V7Xm7HTxIQisYE/Kom7Aaw4DRpzfdhQxiyAN1YVYR4G8Q==",
  "@formbricks/surveys@1.99.0": "5RL7c4Qwtu532SwCwLTw7L/SK6MyeZZS1E50/mKhh0riyl8BU79xT31vmAgJpo3apXXphNZl0yeExvZmKVlyCQ==",
  "lforms@40.1.3": "WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ==",
  "echarts@6.1.0": "q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
  "chart.js@4.6.1": "hJyniucsFmq//EvXYvJ6c6mahPoI3kaxdjVH8awTaJ/fDNWeSqqqArixMJWkWNN6fcYvPU3HneSANFNYtRi61g==",
  "@observablehq/plot@0.6.17": "/qaXP/7mc4MUS0s4cPPFASDRjtsWp85/TbfsciqDgU1HwYixbSbbytNuInD8AcTYC3xaxACgVX06agdfQy9W+g==",
  "d3@7.9.2": "ZKb/mONPVKzaO5UlcWcwN8bS4ezvQaYu+bsou+XgNABdGC800kwH651ADTbbTxMPHW13UlvbQafdmJQDk1w7Mg==",
  "playwright-core@1.65.1": "hqPpz7blSMPxWVdoeE1yiBSzXsKiVOd2k+kjCvmUywD2GPO2Dd9HfcWnq9NN0GHbNZDFgZ9JfBFr+X5/BLo0qw==",
};

// Returns the folder of a package. Downloads it if it is missing.
export function peer(name) {
  const [spec, hash] = Object.entries(PACKAGES).find(([spec]) => spec.startsWith(`${name}@`));
  const folder = join(FOLDER, spec);
  if (!existsSync(folder)) {
    mkdirSync(FOLDER, { recursive: true });
    const output = execFileSync("npm", ["pack", "--silent", "--pack-destination", FOLDER, spec], { encoding: "utf8" });
    const file = join(FOLDER, output.trim().split("\n").pop());
    const found = createHash("sha512").update(readFileSync(file)).digest("base64");
    if (found !== hash) {
      throw new Error(`${spec}: SHA-512 ${found}, expected ${hash}`);
    }
    mkdirSync(`${folder}.part`, { recursive: true });
    execFileSync("tar", ["-xzf", file, "-C", `${folder}.part`]);
    execFileSync("mv", [join(`${folder}.part`, "package"), folder]);
    rmSync(`${folder}.part`, { recursive: true });
    rmSync(file);
  }
  return folder;
}
