// A real Chromium for one test file, with a fresh profile.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.ORION_CHROMIUM ?? '/usr/bin/chromium';

export function startBrowser() {
    assert.ok(existsSync(executablePath),
              `There is no browser at ${executablePath}: install chromium or set ORION_CHROMIUM.`);
    return chromium.launch({
        executablePath,
        args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
               '--disable-background-networking', '--disable-component-update',
               '--disable-sync'],
    });
}

// What a person would trip over: controls without a name, text that is hard to read, a page without
// a language or a heading. Answers a list of complaints.
export function complaints(page) {
    return page.evaluate(() => {
        const found = [];
        const luminance = (color) => {
            const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map((part) => {
                const c = Number(part) / 255;
                return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const groundOf = (element) => {
            for (let at = element; at; at = at.parentElement) {
                const color = getComputedStyle(at).backgroundColor;
                if (!/rgba\(.*, 0\)/.test(color))
                    return color;
            }
            return 'rgb(255, 255, 255)';
        };
        if (!document.documentElement.lang)
            found.push('the page has no language');
        if (document.querySelectorAll('h1').length !== 1)
            found.push('the page has not exactly one main heading');
        if (!document.querySelector('main'))
            found.push('the page has no main part');
        for (const control of document.querySelectorAll('button, a, select, input:not([type=hidden])')) {
            const name = control.labels?.[0]?.textContent ?? control.textContent;
            if (!name.trim())
                found.push(`a ${control.tagName} has no name`);
        }
        for (const element of document.querySelectorAll('p, span, strong, h1, h2, button, label, a')) {
            if (!element.textContent.trim())
                continue;
            const [light, dark] = [getComputedStyle(element).color, groundOf(element)]
                .map(luminance).sort((a, b) => b - a);
            const contrast = (light + 0.05) / (dark + 0.05);
            if (contrast < 4.5)
                found.push(`"${element.textContent.trim()}" has a contrast of ${contrast.toFixed(1)}`);
        }
        return found;
    });
}
