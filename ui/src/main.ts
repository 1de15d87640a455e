// The window's one page.
import { mount } from 'svelte';
import App from './App.svelte';
import './styles/index.css';

const target = document.getElementById('docketbell');
if (target) mount(App, { target });
