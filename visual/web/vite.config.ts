import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [react()],
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
