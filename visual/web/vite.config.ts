import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

/** Lays a compressed twin beside each text file, for clients that take it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        for (const [fileName, item] of Object.entries(bundle)) {
          const content = item.type === "chunk" ? item.code : item.source;
          const packed = new Blob([content as BlobPart])
            .stream()
            .pipeThrough(new CompressionStream("gzip"));
          const source = new Uint8Array(await new Response(packed).arrayBuffer());
          this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source });
        }
      },
    },
  };
}

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [react(), compressed()],
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: "cytoscape", test: /node_modules\/cytoscape/ }],
        },
      },
    },
  },
  server: {
    proxy: {
      "/v1": loadEnv(mode, ".", "SURETYNET_").SURETYNET_API ?? "http://127.0.0.1:8000",
    },
  },
}));
