/** In this order: Mantine in its layer, our tokens, our words. */
import '@mantine/core/styles.layer.css';
import './tokens.css';
import './base.css';
import './controls.css';
import './layout.css';
import './state.css';
import './placeholders.css';
